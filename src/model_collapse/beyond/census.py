"""Generators on the rows of UCI Adult, a copula and boosted trees; the rows are looked for as `paper.adult.load` does.

Source: Becker and Kohavi (1996), doi 10.24432/C5XW20, CC BY 4.0. Chapter: *Generators without a formula*.
"""

from pathlib import Path

from model_collapse.beyond.boosting import Boosting, of_table
from model_collapse.beyond.copula import CopulaTable
from model_collapse.paper import adult
from model_collapse.paper.adult_files import NUMBERS

AMOUNTS = ["age", "education_num", "hours_per_week"]
WORDS = ["workclass", "marital_status", "income"]


def copula(path: Path | None = None) -> CopulaTable:
    """Return the copula of age, years of schooling, hours, work class, marital status and income.

    Parameters
    ----------
    path : Path, optional
        Where the rows are.
    """
    table = adult.load(path)
    return CopulaTable(table[AMOUNTS].astype(float).join(table[WORDS].astype("category")))


def boosting(path: Path | None = None) -> Boosting:
    """Return the boosting of whether the income is above 50,000 dollars, by the columns of numbers.

    Parameters
    ----------
    path : Path, optional
        Where the rows are.
    """
    table = adult.load(path)
    return of_table(table[list(NUMBERS)].to_numpy(float), (table["income"] == ">50K").to_numpy(float))
