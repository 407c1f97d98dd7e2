"""The command `model-collapse weight`: the weights for given numbers of rows, and what they are worth."""

import argparse
import json
from functools import partial
from typing import Any

from model_collapse import theory
from model_collapse._checks import count, positive, scalar
from model_collapse._command_line import Once, disturbances, whole
from model_collapse._language import gettext as _

LARGEST = 10**12


def weight_facts(
    n_real: int, n_synthetic: int, *, noise_ratio: float = 1.0, bias: float = 0.0, drift: float = 0.0
) -> dict[str, float | None]:
    """Return the weights for given numbers of rows, and what they are worth.

    Parameters
    ----------
    n_real, n_synthetic : int
        Rows in each round.
    noise_ratio : float
        Variance of a real row over that of a synthetic one, above 0.
    bias, drift : float
        Squared shift that the generator adds, and variance of the truth's step, in a round; both in units of one real
        row's variance.

    Returns
    -------
    dict
        `k` is n / (noise_ratio m) + n drift, the ratio that the theory sees. Without synthetic rows all weight is on
        the real ones, and `k` and `per_row_ratio` are None.

    Examples
    --------
    >>> round(weight_facts(500, 500)["optimal_weight"], 3)
    0.618
    """
    n, m = count("n_real", n_real, 1, LARGEST), count("n_synthetic", n_synthetic, 0, LARGEST)
    s = scalar("noise_ratio", positive("noise_ratio", noise_ratio))
    b, q = (scalar(name, positive(name, x, zero=True)) for name, x in (("bias", bias), ("drift", drift)))
    if m == 0:
        k = each = None
        best = naive = even = ratio = naive_ratio = 1.0
    else:
        k, d = n / (s * m) + n * q, n * b
        best, even = (float(form(k, squared_bias=d)) for form in (theory.optimal_weight, theory.break_even_weight))
        naive = float(theory.naive_weight(n / m))
        ratio, naive_ratio = (float(theory.error_ratio(w, k, squared_bias=d)) for w in (best, naive))
        each = (k * best + d * (2 - best) ** 2) / best**2 / (n / m)  # w / (1 - w) at the best w, without cancellation
    return {
        "n_real": n,
        "n_synthetic": m,
        "k": k,
        "optimal_weight": best,
        "naive_weight": naive,
        "break_even_weight": even,
        "error_ratio_optimal": ratio,
        "error_ratio_naive": naive_ratio,
        "per_row_ratio": each,
        "effective_n_real": n / ratio,
    }


def _run(arguments: argparse.Namespace) -> None:
    given = {name: getattr(arguments, name) for name in ("noise_ratio", "bias", "drift")}
    facts = weight_facts(arguments.real, arguments.synthetic, **given)
    if arguments.json:
        print(json.dumps(facts, indent=2))
        return
    lines = (
        (_("optimal weight on the real rows"), facts["optimal_weight"]),
        (_("  its error, real rows alone being 1"), facts["error_ratio_optimal"]),
        (_("naive weight, every row the same"), facts["naive_weight"]),
        (_("  its error, real rows alone being 1"), facts["error_ratio_naive"]),
        (_("break-even weight, below it harm"), facts["break_even_weight"]),
        (_("  its error, real rows alone being 1"), 1.0),
        (_("one real row in synthetic rows"), facts["per_row_ratio"]),
    )
    for name, value in lines:
        print(f"{name:36}{'-' if value is None else f'{value:#.4g}':>12}")
    worth = _("real rows alone that are as accurate")
    print(f"{worth:36}{facts['effective_n_real']:>12,.0f}")
    if arguments.bias or arguments.drift or arguments.noise_ratio != 1:
        print(_("For fresh real rows, the given noise, bias and drift, squared error and the long run."))
    else:
        print(_("For fresh real rows, an unbiased generator, squared error and the long run."))


def add(commands: Any) -> None:
    """Give the command to the parser."""
    said = _("print the weights for your numbers of rows")
    weight = commands.add_parser("weight", help=said, description=said)
    real, synthetic = whole("--real", 1, LARGEST), whole("--synthetic", 0, LARGEST)
    said = _("synthetic rows in a round; with 0, all weight is on the real rows, and k is null in JSON")
    add = partial(weight.add_argument, action=Once)
    add("--real", type=real, required=True, metavar="N", help=_("real rows in a round"))
    add("--synthetic", type=synthetic, required=True, metavar="M", help=said)
    disturbances(add)
    weight.add_argument("--json", action="store_true", help=_("print JSON"))
    weight.set_defaults(run=_run)
