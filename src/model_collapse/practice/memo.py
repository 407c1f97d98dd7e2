"""One page for the meeting that decides on a plan: what to buy, what it is worth, and what it rests on."""

from dataclasses import replace

from model_collapse._checks import instance
from model_collapse._language import gettext as _
from model_collapse._table import Table
from model_collapse.practice.purchasing import WATCHED, Purchase, purchase


def sensitivity(plan: Purchase) -> Table:
    """Return what to buy for the same accuracy if the case is another one.

    Chapter: *A plan for your prices*.

    Parameters
    ----------
    plan : Purchase
        The plan whose accuracy is to be kept.

    Returns
    -------
    Table
        The plan itself; the price of a synthetic row and its noise halved and doubled; a bias and a drift of a tenth
        of the error of the plan's real rows alone added.

    Examples
    --------
    >>> table = sensitivity(purchase(price_real=10, price_synthetic=0.1, accuracy_of=1000))
    >>> table.rows()[2]
    ['synthetic rows at twice the price', '140', '6,143', '0.140', '2,629']
    """
    case, tenth = instance("plan", plan, Purchase, "purchase(...)").case, 0.1 / plan.n_real
    others = {
        _("as planned"): case,
        _("synthetic rows at half the price"): replace(case, price_synthetic=case.price_synthetic / 2),
        _("synthetic rows at twice the price"): replace(case, price_synthetic=case.price_synthetic * 2),
        _("synthetic rows with half the noise"): replace(case, noise_ratio=case.noise_ratio * 2),
        _("synthetic rows with twice the noise"): replace(case, noise_ratio=case.noise_ratio / 2),
        _("more bias in each round"): replace(case, bias=case.bias + tenth),
        _("more drift in each round"): replace(case, drift=case.drift + tenth),
    }
    target = plan.error_in_real_rows
    plans = [plan, *(purchase(accuracy_of=target, **vars(other)) for other in list(others.values())[1:])]
    return Table(
        {
            _("case"): list(others),
            _("real rows"): [each.n_real for each in plans],
            _("synthetic rows"): [each.n_synthetic for each in plans],
            _("weight"): [each.weight for each in plans],
            _("cost of a round"): [each.cost for each in plans],
        },
        {_("real rows"): ",", _("synthetic rows"): ",", _("cost of a round"): ",.0f"},
    )


def plan_memo(plan: Purchase) -> str:
    """Return a page of Markdown: the plan, its worth, what strains it, and what would change it.

    Chapter: *A plan for your prices*.

    Parameters
    ----------
    plan : Purchase
        What to buy.

    Returns
    -------
    str
        Headings, a list and a table, in the reader's language.
    """
    low, high = instance("plan", plan, Purchase, "purchase(...)").range
    bought = _(
        "Buy {n:,} real and {m:,} synthetic rows in each round, with a total weight of {w:.3f} on the real rows. A "
        "round costs {cost:,.2f}."
    ).format(n=plan.n_real, m=plan.n_synthetic, w=plan.weight, cost=plan.cost)
    worth = _(
        "In the long run that is as accurate as {worth:,.0f} real rows alone, and costs {saving:.0%} less than they do."
    ).format(worth=plan.error_in_real_rows, saving=plan.saving)
    unsure = _(
        "A bias that {rounds} rounds could not show moves this to between {low:,.0f} and {high:,.0f} rows."
    ).format(rounds=WATCHED, low=low, high=high)
    rests = [
        _("Old real rows may not be kept; where they may, and nothing drifts, keep them and buy no synthetic ones."),
        _("The real rows are new in every round and drawn at random from what is to be measured."),
        _("The error is a squared one, of an average or of an estimate that behaves like one."),
        _("The loop runs for many rounds: the first rounds are less accurate."),
        *plan.warnings(),
    ]
    table = sensitivity(plan)
    lines = [list(table.columns), ["---"] + ["---:"] * (len(table.columns) - 1), *table.rows()]
    return "\n".join(
        [
            "# " + _("Plan for real and synthetic rows"),
            "",
            bought,
            worth,
            *([unsure] if plan.n_synthetic else []),
            "",
            "## " + _("What it rests on"),
            "",
            *(f"- {line}" for line in rests),
            "",
            "## " + _("The same accuracy in another case"),
            "",
            *("| " + " | ".join(line) + " |" for line in lines),
        ]
    )
