"""The mixing policy: what a team has decided about weights, fresh rows and limits, in a TOML file.

Chapter: *From theory to rules*.
"""

import difflib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from model_collapse._checks import MOST, Floats, positive, shown
from model_collapse._checks import path as checked
from model_collapse._language import gettext as _
from model_collapse.theory.mean import break_even_weight, optimal_weight
from model_collapse.theory.rows import naive_weight


@dataclass(frozen=True)
class Policy:
    """What the audit holds a log against; `model-collapse policy` prints the same with comments.

    Chapter: *From theory to rules*.

    Attributes
    ----------
    floor : float or "suggested"
        Least weight on the real part; "suggested" is halfway between break-even and best weight of the round's rows.
    ceiling : float, optional
        Largest weight on the synthetic part; 1 - floor if left out.
    least_fresh_share : float
        Least share of fresh rows among the real ones.
    ratio : tuple of float, optional
        Least and most real rows per synthetic row.
    largest_bias : float
        Largest shift of the generator, in standard errors of the baseline.
    prescribed_weight : float, "best" or "naive", optional
        Weight that every round has to have.
    error_limit : float or "theory"
        Largest error; "theory" takes the limit from the log's own real-only errors.
    least_rare_coverage : float, optional
        Least share of the hold-out's rare categories in the synthetic part.

    Raises
    ------
    ValueError
        If a value is not allowed.
    """

    floor: float | str = "suggested"
    ceiling: float | None = None
    least_fresh_share: float = 0.5
    ratio: tuple[float, float] | None = None
    largest_bias: float = 1.0
    prescribed_weight: float | str | None = None
    error_limit: float | str = "theory"
    least_rare_coverage: float | None = None

    def __post_init__(self) -> None:
        words = {"floor": ("suggested",), "prescribed_weight": ("best", "naive"), "error_limit": ("theory",)}
        for field in fields(self):
            name, value = field.name, getattr(self, field.name)
            if name == "ratio":
                if value is not None:
                    object.__setattr__(self, name, _ratio(value))
            elif value is not None and not (isinstance(value, str) and value in words.get(name, ())):
                most = MOST if name in ("largest_bias", "error_limit") else 1
                _number(name, value, most, words.get(name, ()))

    @classmethod
    def read(cls, path: str | Path) -> "Policy":
        """Read a policy from a TOML file; unknown keys are refused with the nearest known one.

        Raises
        ------
        ValueError
            One sentence that says what is wrong with the file.
        """
        file = checked("path", path)
        name = file.name
        try:
            given = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
        except UnicodeError:
            raise ValueError(_("{name} is not UTF-8 text.").format(name=name)) from None
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as fault:
            where = " ".join(str(fault).split())
            raise ValueError(_("{name} is not TOML: {where}.").format(name=name, where=where)) from None
        known = [field.name for field in fields(cls)]
        for key in given:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1, cutoff=0)[0]
                said = _("{name}: {key} is no key of a policy; the nearest is {near}.")
                raise ValueError(said.format(name=name, key=shown(key), near=near))
        return cls(**given)

    def floors(self, k: Floats) -> Floats:
        """Return the least weight at each ratio of real to synthetic rows."""
        k = positive("k", k)
        if self.floor == "suggested":
            return (break_even_weight(k) + optimal_weight(k)) / 2
        return np.full(k.shape, float(self.floor))

    def prescribed(self, k: Floats) -> Floats | None:
        """Return the weight that is prescribed at each ratio, or None."""
        k = positive("k", k)
        if self.prescribed_weight is None:
            return None
        if isinstance(self.prescribed_weight, str):
            return (optimal_weight if self.prescribed_weight == "best" else naive_weight)(k)
        return np.full(k.shape, float(self.prescribed_weight))


def _number(name: str, value: Any, most: float, words: tuple[str, ...]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        allowed = (
            _("{name} must be a number from 0 to {most:g} or {words}, got {given}.")
            if words
            else _("{name} must be a number from 0 to {most:g}, got {given}.")
        )
        quoted = " / ".join(f'"{word}"' for word in words)
        raise ValueError(allowed.format(name=name, most=most, words=quoted, given=shown(value)))
    return float(value)


def _ratio(value: Any) -> tuple[float, float]:
    try:
        least, most = (_number("ratio", x, MOST, ()) for x in value)
        if least <= most:
            return least, most
    except (TypeError, ValueError):
        pass
    said = _("ratio must be two numbers, the least and the most real rows per synthetic row, got {given}.")
    raise ValueError(said.format(given=shown(value)))


def default_policy() -> str:
    """Return the default policy as TOML with comments. Chapter: *From theory to rules*."""
    return "\n".join(
        [
            _("# What the audit of a training log holds every round against."),
            _('# Least weight on the real part: a number, or "suggested", halfway between break-even and best weight.'),
            'floor = "suggested"',
            _("# Largest weight on the synthetic part; left out, it is 1 - floor."),
            "# ceiling = 0.5",
            _("# Least share of real rows that no earlier round has used."),
            f"least_fresh_share = {Policy.least_fresh_share}",
            _("# Least and most real rows per synthetic row; left out, every ratio is allowed."),
            "# ratio = [0.1, 10]",
            _("# Largest shift of the generator, in standard errors of the fit on the real rows alone."),
            f"largest_bias = {Policy.largest_bias}",
            _('# Weight that every round has to have: "best", "naive" or a number; left out, none is prescribed.'),
            '# prescribed_weight = "best"',
            _('# Largest error on the hold-out: a number, or "theory", a limit from the log\'s own real-only errors.'),
            'error_limit = "theory"',
            _("# Least share of the rare categories of the hold-out that the synthetic part must contain."),
            "# least_rare_coverage = 0.9",
        ]
    )
