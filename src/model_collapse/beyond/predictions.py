"""What was predicted of each experiment, committed before it was measured; the control's answer is a theorem.

Chapter: *The scorecard*.
"""

from model_collapse.beyond.experiment import Prediction
from model_collapse.beyond.questions import TOPICS


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment, in the order of the scorecard.

    Chapter: *The scorecard*.

    Returns
    -------
    dict of str to Prediction
        By the experiment's name.
    """
    return {name: prediction for topic in TOPICS for name, prediction in topic.predictions().items()}
