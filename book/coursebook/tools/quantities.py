"""The quantities that a question of `book/trainer/questions.toml` may name, so that no number in it is typed twice.

A number is a table: `of` is the quantity's name, `shows` how it is written, and all else its arguments. Nothing of the
file is run as code: what is not in `QUANTITIES` is refused.
"""

import inspect

import model_collapse as mc
from model_collapse import theory

QUANTITIES = {
    "value": lambda x: x,
    "sum": lambda a, b: a + b,
    "product": lambda a, b: a * b,
    "ratio": lambda a, b: a / b,
    "root": lambda x: x**0.5,
    "one minus": lambda x: 1 - x,
    "minus one": lambda x: x - 1,
    "best weight": mc.optimal_weight,
    "break-even weight": mc.break_even_weight,
    "naive weight": mc.naive_weight,
    "error ratio": mc.error_ratio,
    "naive error": lambda k: mc.error_ratio(mc.naive_weight(k), k),
    "overconfidence": theory.naive_overconfidence,
    "rows seen": mc.equivalent_rows,
    "learner weight": theory.learner_optimal_weight,
    "accumulate error": theory.accumulate_error_ratio,
    "kept error": lambda rounds: theory.pooled_real_error_ratio_by_round(rounds=rounds - 1)[-1],
    "price saving": theory.price_saving,
    "plan weight": lambda price_ratio: theory.cheapest_plan(1, price_ratio).weight,
    "plan real rows": lambda target, price_ratio: theory.cheapest_plan(target, price_ratio).n_real,
    "plan synthetic rows": lambda target, price_ratio: theory.cheapest_plan(target, price_ratio).n_synthetic,
    "synthetic rows needed": theory.synthetic_rows_needed,
    "heavy tail threshold": theory.heavy_tail_threshold,
    "family best weight": theory.family_optimal_weight,
    "weight in the fit": lambda weight, information_ratio: theory.covariate_weight(weight, 1 / information_ratio),
    "ridge best weight": theory.ridge_optimal_weight,
    "noise of the draw": lambda k, passes: k / ((1 + k) * passes),
}
"""Names of quantities, and what gives them from their arguments."""


def values(given, numbers):
    """Return the numbers of a question by name; refuse what is not known, in one sentence."""
    found = dict(given)
    for name, number in numbers.items():
        arguments = {key: value for key, value in number.items() if key not in ("of", "shows")}
        quantity = number.get("of")
        if quantity not in QUANTITIES:
            raise ValueError(f"the number {name} is of {quantity!r}, and has to be of {', '.join(QUANTITIES)}.")
        wanted = inspect.signature(QUANTITIES[quantity])
        try:
            wanted.bind(**arguments)
        except TypeError:
            takes, has = ", ".join(wanted.parameters), ", ".join(arguments) or "none"
            raise ValueError(f"the number {name} has the arguments {has}, and {quantity!r} takes {takes}.") from None
        for argument, value in arguments.items():
            if isinstance(value, str) and value not in found:
                above = ", ".join(found) or "no number"
                raise ValueError(f"the number {name} has {argument} = {value!r}, and above it stand {above}.")
        filled = {argument: found[v] if isinstance(v, str) else v for argument, v in arguments.items()}
        found[name] = float(QUANTITIES[quantity](**filled))
    return found


def written(given, numbers):
    """Return the numbers of a question by name, as they are written; one without `shows` is not written."""
    shown = {name: f"{value:,}" for name, value in given.items()}
    computed = values(given, numbers)
    for name, number in numbers.items():
        if "shows" in number:
            try:
                shown[name] = format(computed[name], number["shows"])
            except ValueError:
                said = f"the number {name} shows {number['shows']!r}, and has to show a format such as '.3f' or '.0%'."
                raise ValueError(said) from None
    return shown
