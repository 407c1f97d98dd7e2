"""Checks of what is no number: instances, functions, words, mappings, and places in a table."""

import inspect
import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from model_collapse._checks.sentences import refusal, shown


def instance(name: str, value: object, kind: Any, source: str) -> Any:
    """Return an instance of a class; `source` says how readers come by one."""
    if isinstance(value, kind):
        return value
    if isinstance(value, type):
        sentence = "{name} must be an instance, got the class {given}; write {given}(...)."
        raise refusal(sentence, name=name, given=value.__name__)
    sentence = "{name} must be a {kind}, such as {source}, got {given}."
    raise refusal(sentence, name=name, kind=kind.__name__, source=source, given=shown(value))


def function(name: str, value: object, example: str, arguments: tuple[str, ...]) -> None:
    """Refuse what cannot be called with these arguments, such as a function's name."""
    if callable(value) and not isinstance(value, type):
        try:
            inspect.signature(value).bind(*arguments)
        except TypeError:
            pass
        except ValueError:  # a function of another language, which does not tell its arguments
            return
        else:
            return
    sentence = "{name} must be a function of {arguments}, such as {example}, got {given}."
    raise refusal(sentence, name=name, arguments=", ".join(arguments), example=example, given=shown(value))


def text(name: str, value: object) -> str:
    """Return words."""
    if isinstance(value, str):
        return value
    raise refusal("{name} must be a text, got {given}.", name=name, given=shown(value))


def flag(name: str, value: object) -> bool:
    """Return what is true or false."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise refusal("{name} must be True or False, got {given}.", name=name, given=shown(value))


def mapping(name: str, value: object) -> Mapping[Any, Any]:
    """Return a mapping, such as a dictionary."""
    if isinstance(value, Mapping):
        return value
    raise refusal("{name} must be a mapping such as a dictionary, got {given}.", name=name, given=shown(value))


def columns(name: str, value: object) -> Mapping[str, Any]:
    """Return columns by their names, all of one length."""
    given = mapping(name, value)
    lengths = {text(f"a name in {name}", column): len(_column(name, cells)) for column, cells in given.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{column!r} {length}" for column, length in lengths.items())
        raise refusal("{name} must have one length, got {lengths}.", name=name, lengths=said)
    return given


def _column(name: str, cells: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            array = np.atleast_1d(cells)
        except Exception:
            array = np.empty((0, 0))
    if array.ndim > 1:
        raise refusal("{name} must be lists of numbers or words, got {given}.", name=name, given=shown(cells))
    return array


def path(name: str, value: Any) -> Path:
    """Return the path of a file or folder."""
    if isinstance(value, str | os.PathLike) and str(value) and "\0" not in str(value):
        return Path(value)
    raise refusal("{name} must be the path of a file or folder, got {given}.", name=name, given=shown(value))


def places(name: str, value: Any, rows: int) -> Any:
    """Return which rows of a table are meant: a slice, or whole numbers or truth values, as numpy takes them."""
    try:
        if not isinstance(value, slice) and np.ndim(value) != 1:
            raise TypeError
        np.empty(rows)[value]
        return value if isinstance(value, slice) else np.arange(rows)[np.asarray(value)]
    except Exception:
        sentence = "{name} must be a slice or a list of numbers below {rows}, got {given}."
        raise refusal(sentence, name=name, rows=rows, given=shown(value)) from None
