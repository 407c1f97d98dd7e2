"""Live controls: sliders that answer on a published page, and as widgets in JupyterLab. They need anywidget."""

try:
    import anywidget as _anywidget  # noqa: F401
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"model_collapse.explorers needs {missing.name}; install it with `pip install model-collapse[explorers]`."
    ) from None

from model_collapse.explorers.adaptive_weights import AdaptiveWeights
from model_collapse.explorers.base import Explorer
from model_collapse.explorers.bias_and_drift import BiasAndDrift
from model_collapse.explorers.budget import Budget
from model_collapse.explorers.digits import Digits
from model_collapse.explorers.four_regimes import FourRegimes
from model_collapse.explorers.predict import Predict
from model_collapse.explorers.watch_it_collapse import WatchItCollapse
from model_collapse.explorers.weight_dial import WeightDial

__all__ = [
    "AdaptiveWeights",
    "BiasAndDrift",
    "Budget",
    "Digits",
    "Explorer",
    "FourRegimes",
    "Predict",
    "WatchItCollapse",
    "WeightDial",
]
