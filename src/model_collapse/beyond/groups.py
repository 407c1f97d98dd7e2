"""Groups of people in tables: their share, a rate among them, and that among all others.

Counts are those of all rows; no file is needed. Chapter: *Who pays first?*.
"""

from dataclasses import dataclass

from model_collapse._checks import refusal, shown
from model_collapse.paper.adult import COUNTS

HIGH_INCOME: dict[str, int] = {
    "HS-grad": 2503,
    "Some-college": 2063,
    "Bachelors": 3313,
    "Masters": 1459,
    "Assoc-voc": 522,
    "11th": 92,
    "Assoc-acdm": 413,
    "10th": 87,
    "7th-8th": 62,
    "Prof-school": 617,
    "9th": 41,
    "12th": 48,
    "Doctorate": 431,
    "5th-6th": 27,
    "1st-4th": 8,
    "Preschool": 1,
}
"""Rows with an income above 50,000, by education; of how many stands in `COUNTS`."""


@dataclass(frozen=True)
class Group:
    """A group of people in a table, and a rate among them.

    Chapter: *Who pays first?*.

    Attributes
    ----------
    share : float
        Its share of all rows.
    rate : float
        Share of its rows that say yes, such as an income above 50,000.
    others : float
        The same among all other rows.
    """

    share: float
    rate: float
    others: float

    @property
    def overall(self) -> float:
        """Rate of all rows."""
        return self.share * self.rate + (1 - self.share) * self.others

    @property
    def squared_gap(self) -> float:
        """Squared distance of its rate from that of all, in units of its own variance r (1 - r)."""
        return (self.rate - self.overall) ** 2 / (self.rate * (1 - self.rate))


def group(education: str) -> Group:
    """Return a group of Adult.

    Chapter: *Who pays first?*.

    Parameters
    ----------
    education : str
        One of the categories of Adult's column education.

    Returns
    -------
    Group
        Its share, its rate of high incomes, and that of all others.

    Raises
    ------
    ValueError
        If there is no such category.

    Examples
    --------
    >>> round(group("Doctorate").share, 3), round(group("Doctorate").rate, 3)
    (0.012, 0.726)
    """
    rows = COUNTS["education"]
    if not isinstance(education, str) or education not in rows:
        sentence = "education must be one of {names}, got {given}."
        raise refusal(sentence, names=", ".join(rows), given=shown(education))
    all_rows, of, high = sum(rows.values()), rows[education], HIGH_INCOME[education]
    rest = (sum(HIGH_INCOME.values()) - high) / (all_rows - of)
    return Group(of / all_rows, high / of, rest)


POOR_HEALTH = Group(302 / 20_190, 131 / 302, 3908 / (20_190 - 302))
"""People in poor health in the insurance table that statsmodels carries (randhie), and five visits or more a year."""
