"""A command line that refuses in one sentence, in the reader's language; argparse's own words are English."""

import argparse
import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any, NoReturn

from model_collapse._checks import positive, scalar
from model_collapse._language import gettext as _

_DIGITS = 60


def _said(words: str) -> str:
    """Return a refusal of argparse as a sentence in the reader's language."""
    sentences = (
        (r"the following arguments are required: (.*)", _("{0} must be given.")),
        (r"unrecognized arguments: (.*)", _("{0} is not known here.")),
        (r"argument (.+?): expected .*", _("{0} needs a value.")),
        (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.*)\)", _("{0} must be one of {2}, got {1}.")),
        (r"argument (.+?): ignored explicit argument (.*)", _("{0} takes no value, got {1}.")),
        (r"ambiguous option: (.+?) could match (.*)", _("{0} could be any of {1}.")),
    )
    for pattern, sentence in sentences:
        if found := re.fullmatch(pattern, words, flags=re.DOTALL):
            return sentence.format(*(" ".join(group.replace("'", "").split()) for group in found.groups()))
    return words.partition(": ")[2] or words


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence, without the usage, and speaks the reader's language."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False)
        self._positionals.title, self._optionals.title = _("arguments"), _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this help and end"))

    def format_help(self) -> str:
        """Return the help."""
        return super().format_help().replace("usage: ", _("usage: "), 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        self.exit(2, f"{self.prog}: {_said(message)}\n")


class Once(argparse.Action):
    """Keep a value, and refuse a second one."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option: str | None = None) -> None:
        """Keep the value."""
        given = namespace.__dict__.setdefault("_given", set())
        if self.dest in given:
            said = _("{0} must be given once.").format(option)
            parser.exit(2, f"{parser.prog}: {said}\n")
        given.add(self.dest)
        setattr(namespace, self.dest, values)


def whole(name: str, least: int, most: int | None = None, *, cores: bool = False) -> Callable[[str], int]:
    """Return what reads a whole number, also one written as 1e3, or refuses it; with `cores`, -1 is one as well."""
    allowed = (
        _("{name} must be a whole number of at least {least}, got {given}.")
        if most is None
        else _("{name} must be -1 or a whole number from {least} to {most:,}, got {given}.")
        if cores
        else _("{name} must be a whole number from {least} to {most:,}, got {given}.")
    )

    def read(text: str) -> int:
        try:
            number = Decimal(text)
            if number.is_finite() and number.adjusted() <= _DIGITS and number == int(number):
                found = int(number)
                if (cores and found == -1) or (found >= least and (most is None or found <= most)):
                    return found
        except ArithmeticError:
            pass
        given = text if len(text) <= _DIGITS else f"{text[:_DIGITS]}..."
        raise argparse.ArgumentTypeError(
            allowed.format(name=name, least=least, most=most, given=" ".join(given.split()) or "''")
        )

    return read


def number(name: str, *, zero: bool) -> Callable[[str], float]:
    """Return what reads a number above zero, or zero as well, or refuses it."""

    def read(text: str) -> float:
        with suppress(ValueError):
            return scalar(name, positive(name, float(text), zero=zero))
        allowed = (
            _("{name} must be a number of zero or more, got {given}.")
            if zero
            else _("{name} must be a number above zero, got {given}.")
        )
        raise argparse.ArgumentTypeError(allowed.format(name=name, given=" ".join(text[:_DIGITS].split()) or "''"))

    return read


def disturbances(add: Callable[..., Any]) -> None:
    """Add the options for what the plain case leaves out, in units of one real row's variance."""
    said = _("variance of a real row over that of a synthetic one; 1 if left out")
    add("--noise-ratio", type=number("--noise-ratio", zero=False), default=1.0, metavar="S", help=said)
    said = _("squared bias of the generator in units of one real row's variance; 0 if left out")
    add("--bias", type=number("--bias", zero=True), default=0.0, metavar="D", help=said)
    said = _("variance of the truth's step in a round, in units of one real row's variance; 0 if left out")
    add("--drift", type=number("--drift", zero=True), default=0.0, metavar="Q", help=said)
