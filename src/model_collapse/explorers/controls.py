"""What a reader may set: a number with a label, its bounds, and how it is written."""

from typing import Any

import traitlets

from model_collapse._checks import numbers, scalar, shown


class Control(traitlets.Float):
    """A synchronised number within bounds, moved by one slider.

    Parameters
    ----------
    default : float
        Value at the start.
    label : str
        What stands beside the slider.
    low, high : float
        Bounds, both allowed.
    step : float
        Step of the slider; ignored on a logarithmic scale.
    form : str
        Format of the value, as in `"{value:.2f}"`.
    whole : bool
        Whole numbers only.
    log : bool
        Logarithmic slider.
    keeps : bool
        A run goes on with the new value when the slider is moved; otherwise it starts again.
    more : bool
        Folded away until the reader asks for more.
    """

    def __init__(
        self,
        default: float,
        *,
        label: str,
        low: float,
        high: float,
        step: float = 1,
        form: str = "{value:,.0f}",
        whole: bool = False,
        log: bool = False,
        keeps: bool = False,
        more: bool = False,
    ) -> None:
        super().__init__(default)
        self.tag(sync=True)
        self.slider: dict[str, Any] = {
            "label": label,
            "low": low,
            "high": high,
            "step": step,
            "form": form,
            "whole": whole,
            "log": log,
            "keeps": keeps,
            "more": more,
        }

    def validate(self, obj: Any, value: Any) -> float:  # noqa: ARG002
        """Return a number within the bounds, or refuse in one sentence."""
        low, high, whole = self.slider["low"], self.slider["high"], self.slider["whole"]
        kind = "a whole number" if whole else "a number"
        said = f"{self.name} must be {kind} from {low:,} to {high:,}, got {shown(value)}."
        try:
            number = scalar("value", numbers("value", value))
        except ValueError:
            raise ValueError(said) from None
        if not low <= number <= high or (whole and number != int(number)):
            raise ValueError(said)
        return int(number) if whole else number


def rows(default: int, label: str) -> Control:
    """Return a control for a number of rows."""
    return Control(default, label=label, low=10, high=100_000, whole=True, log=True)


def share(default: float, label: str, *, keeps: bool = False) -> Control:
    """Return a control for a share or a weight."""
    return Control(default, label=label, low=0, high=1, step=0.001, form="{value:.3f}", keeps=keeps)
