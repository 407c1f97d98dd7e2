"""What was asked, predicted before it was measured, and run, by topic. Chapter: *The scorecard*."""

from typing import Any

from model_collapse.beyond.questions import (
    census,
    control,
    generators,
    language,
    many_columns,
    pictures,
    rare,
    transformer,
)

TOPICS: tuple[Any, ...] = (control, many_columns, generators, census, rare, language, transformer, pictures)
"""In the order of the scorecard; each has `EXPERIMENTS` and `predictions()`."""
