"""Counts of the categories of UCI Adult: all that the recursion of a column of shares can see.

Source: Becker and Kohavi (1996), doi 10.24432/C5XW20, CC BY 4.0; all 48,842 rows, "?" kept as a category.
"""

COUNTS: dict[str, dict[str, int]] = {
    "workclass": {
        "Private": 33906,
        "Self-emp-not-inc": 3862,
        "Local-gov": 3136,
        "?": 2799,
        "State-gov": 1981,
        "Self-emp-inc": 1695,
        "Federal-gov": 1432,
        "Without-pay": 21,
        "Never-worked": 10,
    },
    "education": {
        "HS-grad": 15784,
        "Some-college": 10878,
        "Bachelors": 8025,
        "Masters": 2657,
        "Assoc-voc": 2061,
        "11th": 1812,
        "Assoc-acdm": 1601,
        "10th": 1389,
        "7th-8th": 955,
        "Prof-school": 834,
        "9th": 756,
        "12th": 657,
        "Doctorate": 594,
        "5th-6th": 509,
        "1st-4th": 247,
        "Preschool": 83,
    },
    "marital_status": {
        "Married-civ-spouse": 22379,
        "Never-married": 16117,
        "Divorced": 6633,
        "Separated": 1530,
        "Widowed": 1518,
        "Married-spouse-absent": 628,
        "Married-AF-spouse": 37,
    },
}
"""Counts of each category, by column, from the most frequent to the rarest."""
