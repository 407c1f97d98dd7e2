"""What was predicted of each experiment, committed before it was measured; the control's answer is a theorem.

Chapter: *The scorecard*.
"""

from model_collapse.beyond.experiment import Prediction
from model_collapse.beyond.questions import census, control, generators, language, many_columns, rare


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment, in the order of the scorecard.

    Chapter: *The scorecard*.

    Returns
    -------
    dict of str to Prediction
        By the experiment's name.
    """
    topics = control, many_columns, generators, census, rare, language
    return {name: prediction for topic in topics for name, prediction in topic.predictions().items()}
