"""From a template and facts to words: Python's format, and one that keeps four digits of a number of any size."""

import string
from typing import Any


class _Words(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        """Write `{name:#}` with three places below 10 and one fewer with each power of ten, others as Python does."""
        if format_spec == "#":
            places = sum(abs(value) < bound for bound in (10, 100, 1000))
            format_spec = f",.{places}f"
        written: str = super().format_field(value, format_spec)
        return written


def fill(template: str, facts: dict[str, float]) -> str:
    """Return the template with its facts.

    Examples
    --------
    >>> fill("{a:#}, {b:#}, {c:.1%}", {"a": 0.618, "b": 89104.499, "c": 0.5})
    '0.618, 89,104, 50.0%'
    """
    return _Words().vformat(template, (), facts)
