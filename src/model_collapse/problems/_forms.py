"""Rows in the forms that readers hand over: an array, a data frame, or a tuple (X, y) of such."""

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

ALLOWED = "an array, a data frame or a tuple (X, y) of such"


def pieces(rows: Any) -> tuple[Any, ...]:
    """Return X and y, or the rows themselves."""
    return rows if isinstance(rows, tuple) else (rows,)


def _sized(sentence: str, rows: Any) -> list[int]:
    """Return the rows of every piece."""
    found = pieces(rows)
    shapes: list[Any] = [getattr(piece, "shape", ()) for piece in found]
    if not found or not all(isinstance(shape, tuple) and shape for shape in shapes):
        raise ValueError(f"{sentence} {ALLOWED}, got {' and '.join(type(p).__name__ for p in found) or '()'}.")
    return [shape[0] for shape in shapes]


def drawn(verb: str, rows: Any, n: int) -> Any:
    """Return rows that are as many as were asked for; the pieces of a tuple (X, y) are counted each."""
    found = _sized(f"{verb} must return", rows)
    if set(found) != {n}:
        raise ValueError(f"{verb} must return the {n} rows that it is asked for, got {' and '.join(map(str, found))}.")
    return rows


def counted(name: str, rows: Any) -> int:
    """Return how many rows a reader hands over."""
    found = _sized(f"{name} must be", rows)
    if len(set(found)) > 1:
        raise ValueError(f"{name} must be as many in each part, got {' and '.join(map(str, found))}.")
    return found[0]


def taken(rows: Any, places: NDArray[np.intp]) -> Any:
    """Return the rows at these places, in the same form."""
    found = tuple(piece.iloc[places] if hasattr(piece, "iloc") else piece[places] for piece in pieces(rows))
    return found if isinstance(rows, tuple) else found[0]


def _form(piece: Any) -> tuple[Any, ...]:
    """Return what two samples must share to be stacked: the kind, and the columns or the shape of a row."""
    columns = getattr(piece, "columns", None)
    return (type(piece), tuple(piece.shape[1:]), None if columns is None else tuple(columns))


def one_form(samples: list[Any]) -> None:
    """Refuse samples of different forms."""
    forms = {tuple(_form(piece) for piece in pieces(sample)) for sample in samples}
    if len(forms) > 1:
        shown = " and ".join(sorted(str([(kind.__name__, *rest) for kind, *rest in form]) for form in forms))
        raise ValueError(f"synthetic rows must have the form of the real ones, got {shown}.")


def stacked(parts: list[Any]) -> Any:
    """Put samples of one form below each other."""
    first = parts[0]
    if isinstance(first, tuple):
        return tuple(stacked(list(some)) for some in zip(*parts, strict=True))
    if isinstance(first, np.ndarray):
        return np.concatenate(parts)
    library = type(first).__module__.partition(".")[0]
    return sys.modules[library].concat(parts, **({"ignore_index": True} if library == "pandas" else {}))
