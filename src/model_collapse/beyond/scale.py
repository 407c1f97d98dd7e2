"""Cost and error as data grow: what was predicted of them, and what was measured.

Besides the exponents below this was said before anything was measured:

- With n = m and a fixed number of columns error ratio and best weight tend to those of a mean, 0.618 and 0.618, as n
  grows. What is left at n rows is of the order of columns / n, and closed forms give it.
- With a tenth as many columns as rows the two do not tend to those of a mean, however many rows there are: the best
  weight is 0.623, and the error ratio there 0.59.
- A run of a mean with p columns has the precision of p runs with one, so that the standard error falls with the root
  of p, and the cost of an answer of given precision does not grow with p. For a regression it grows as p squared.

Chapter: *Scale*.
"""

from typing import NamedTuple

from model_collapse._language import gettext as _


class Growth(NamedTuple):
    """What was said of a cost before it was measured.

    Attributes
    ----------
    label : str
        The problem, and what grows.
    seconds, memory : float
        Exponents with which CPU seconds and memory of a round are to grow over the last step of the sizes: 0 is flat.
    because : str
        Why.
    """

    label: str
    seconds: float
    memory: float
    because: str


TOLERANCE = 0.2
"""A measured exponent that is no farther from the predicted one confirms it."""


def growths() -> dict[str, Growth]:
    """Return the prediction for each problem and what grows in it, committed before anything was measured."""
    return {
        "mean_rows": Growth(_("mean, rows"), 0, 0, _("An average is drawn, and its law has the rows in one number.")),
        "mean_columns": Growth(_("mean, columns"), 1, 1, _("Each column is one number more.")),
        "regression_rows": Growth(
            _("regression, rows"), 0, 0, _("The matrix of products is drawn, and its law has the rows in p numbers.")
        ),
        "regression_columns": Growth(
            _("regression, columns"), 3, 2, _("A matrix of p times p numbers is drawn, multiplied and solved.")
        ),
        "categories_rows": Growth(_("categories, rows"), 1, 1, _("Every row is drawn and counted.")),
        "categories_columns": Growth(
            _("categories, categories"), 1, 1, _("With more categories than rows each model is longer than the data.")
        ),
        "by_rows_rows": Growth(_("row by row, rows"), 1, 1, _("Every row is drawn, kept and fitted.")),
        "by_rows_columns": Growth(
            _("row by row, columns"), 2, 1, _("Rows have p numbers, and their products p times p; those take longest.")
        ),
    }
