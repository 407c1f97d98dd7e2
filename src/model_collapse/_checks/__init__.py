"""Checks of arguments; each refusal is one sentence that says what was given and what is allowed."""

from model_collapse._checks.numbers import (
    LEAST,
    MOST,
    MOST_COLUMNS,
    MOST_JOBS,
    MOST_REPLICATIONS,
    MOST_ROUNDS,
    MOST_ROWS,
    Floats,
    at_least,
    count,
    covariance_matrix,
    finite,
    last_round,
    numbers,
    observed,
    positive,
    scalar,
    share,
    table,
    vector,
    whole,
    workers,
)
from model_collapse._checks.objects import columns, flag, function, instance, mapping, path, places, text
from model_collapse._checks.pairs import paired
from model_collapse._checks.sentences import refusal, shown
