"""All that the package offers, found by the rooms' stubs: functions, classes and methods, each with one valid call."""

import ast
import dataclasses
import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

import model_collapse as mc
from tests.arguments import valid

VERBS = ("real", "synthetic", "fit", "error", "draw_real", "draw_synthetic", "estimate", "loss")
"""What only regimes call, with what `simulate` has checked."""


class Call(NamedTuple):
    """A public callable, the names of its arguments, and valid ones."""

    name: str
    do: Callable[..., Any]
    names: tuple[str, ...]
    valid: dict[str, Any]


def rooms():
    """Return the package, its rooms, and the modules that a room offers whole."""
    names = [module.name for module in pkgutil.iter_modules(mc.__path__) if module.ispkg and module.name[0] != "_"]
    found = [importlib.import_module(f"model_collapse.{name}") for name in names]
    found = [room for room in found if hasattr(room, "__all__")]
    return [*found, *(getattr(mc.paper, name) for name in mc.paper.__all__), mc]


def offered(room):
    """Return the functions and classes of a room."""
    names = [name for name, x in vars(room).items() if name[0] != "_" and getattr(x, "__module__", "") == room.__name__]
    things = [getattr(room, name) for name in getattr(room, "__all__", names)]
    return [x for x in things if inspect.isfunction(x) or inspect.isclass(x)]


def is_made(public):
    """Return whether readers make instances of a class: neither a result of the package nor a base class."""
    plain = dataclasses.is_dataclass(public) or issubclass(public, tuple)
    return not (plain and not hasattr(public, "__post_init__")) and not valid.is_base(public)


def arguments(do):
    """Return the names of a callable's arguments; those of an explorer are its controls."""
    names = [name for name, given in inspect.signature(do).parameters.items() if given.kind is not given.VAR_KEYWORD]
    if inspect.isclass(do) and issubclass(do, mc.explorers.Explorer):
        names = list(dict.fromkeys([*names, *do.controls()]))
    return tuple(names)


def example(public):
    """Return the arguments with which the first example of a docstring calls what it documents."""
    names = {**vars(importlib.import_module(public.__module__)), "mc": mc}
    for shown in doctest.DocTestParser().get_examples(inspect.getdoc(public) or ""):
        for node in ast.walk(ast.parse(shown.source)):
            called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if called == public.__name__:
                words = f"(lambda *a, **k: (a, k))({ast.unparse(node).partition('(')[2][:-1]})"
                values, named = eval(words, names)
                return {**dict(zip(arguments(public), values, strict=False)), **named}
    return {}


def methods(public):
    """Return the public methods of a class that take arguments and were written in this package."""
    for name in dir(public):
        kind = inspect.getattr_static(public, name)
        do = getattr(kind, "__func__", kind)
        verb = name in VERBS and issubclass(public, mc.problems.Problem)
        if name[0] != "_" and inspect.isfunction(do) and do.__module__.startswith("model_collapse") and not verb:
            bound = not isinstance(kind, staticmethod)
            if names := tuple(inspect.signature(do).parameters)[bound:]:
                yield name, names


@cache
def surface():
    """Return all public calls, by name."""
    found, seen = {}, set()
    for room, public in [(each, x) for each in rooms() for x in offered(each)]:
        if public in seen:
            continue
        seen.add(public)
        name = f"{room.__name__.rpartition('.')[2]}.{public.__name__}"
        given = valid.CALLS.get(name) or example(public)
        if inspect.isfunction(public) and not inspect.isgeneratorfunction(public):
            found[name] = Call(name, public, arguments(public), given)
        if inspect.isclass(public) and is_made(public):
            found[name] = Call(name, valid.used(public), arguments(public), given)
        for method, names in methods(public) if inspect.isclass(public) else ():
            make = valid.INSTANCES.get(name) or cache(partial(public, **given))
            whole = f"{name}.{method}"
            found[whole] = Call(
                whole, partial(bound, make, method), names, valid.CALLS.get(whole) or valid.CALLS.get(method, {})
            )
    return {name: call for name, call in found.items() if call.names and name not in valid.LEFT_OUT}


def bound(make, method, **given):
    """Call a method of a new instance."""
    return getattr(make(), method)(**given)


def problems():
    """Return one problem of every kind that the package offers."""
    kinds = [x for room in (mc.problems, mc.beyond) for x in offered(room)]
    made = [x for x in kinds if inspect.isclass(x) and issubclass(x, mc.problems.Problem) and is_made(x)]
    return [kind(**surface()[f"{kind.__module__.split('.')[1]}.{kind.__name__}"].valid) for kind in made]
