"""Sphinx extension: the reference leaves out what says nothing, such as "Alias for field number 0"."""

from typing import NamedTuple


class _Pair(NamedTuple):
    first: int


FIELD = type(_Pair.first)


def leave_out(app, what, name, member, skip, options):
    """Leave out the fields of a named tuple, which its own docstring describes."""
    return True if isinstance(member, FIELD) else None


def setup(app):
    """Connect to Sphinx."""
    app.connect("autodoc-skip-member", leave_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
