"""What is said of a log that cannot be read, here and in the page: one sentence each."""

from model_collapse._language import gettext as _


def refusals() -> dict[str, str]:
    """Return the sentences by name, in the reader's language."""
    return {
        "empty": _("{log} is empty."),
        "damaged": _("{log} is a damaged gzip file."),
        "too_large": _("{log} is larger than a log can be, {most:.0f} megabytes."),
        "spreadsheet": _("{log} is a spreadsheet or an archive; export it as CSV."),
        "not_text": _("{log} is not text."),
        "not_an_object": _("{log}, line {line}: not a JSON object of plain values."),
        "too_wide": _("{log} has more columns than a log can have."),
        "cells": _("{log}, line {line}: {found} cells where the header has {width}."),
        "quotation": _("{log}, line {line}: a cell that is too long, or a quotation mark that does not close."),
        "twice": _("{log} has the column {column} twice."),
        "lost": _("{log} must have the columns {needed}; missing: {lost}."),
        "lone": _("{log} has {column} and no {twin}; the two go together."),
        "no_rounds": _("{log} has no rounds."),
        "not_a_number": _("{log}, line {line}: {column} must be a number, got {given}."),
        "odd_round": _("{log}, line {line}: round must be a whole number of at least 0, got {given}."),
    }


def refused(sentence: str, **facts: object) -> ValueError:
    """Return the error that says a sentence with its facts."""
    return ValueError(refusals()[sentence].format(**facts))
