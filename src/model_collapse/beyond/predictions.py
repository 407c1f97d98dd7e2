"""What was predicted of each experiment, committed before it was measured; the control's answer is a theorem.

Chapter: *The golden ratio*.
"""

from model_collapse._language import gettext as _
from model_collapse.beyond import generators
from model_collapse.beyond.experiment import Prediction
from model_collapse.theory import optimal_weight


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment, in the order of the scorecard.

    Chapter: *The golden ratio*.

    Returns
    -------
    dict of str to Prediction
        By the experiment's name.
    """
    return {
        "mean": Prediction(
            question=_("Control: does the measurement find the best weight where a theorem gives it?"),
            weight=float(optimal_weight(1)),
            because=_(
                "The average of normal rows, with as many synthetic rows as real ones, is the case of the theorem."
            ),
        ),
        **generators.predictions(),
    }
