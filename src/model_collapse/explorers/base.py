"""What all explorers have in common: values, facts, one sentence, a picture for readers without JavaScript."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar

import anywidget
import traitlets

from model_collapse._checks import flag
from model_collapse.explorers import bundle
from model_collapse.explorers.controls import Control
from model_collapse.explorers.words import fill
from model_collapse.figures.figure import Figure

EVEN = 0.0005
"""An error ratio that is nearer to 1 than this is written 1.000: break-even."""

LEAST = 0.001
"""The smallest weight above 0 that a slider reaches; curves over the weight begin there."""


def side(error_ratio: float) -> str:
    """Say on which side of break-even an error ratio lies: `gain`, `even` or `harm`."""
    if abs(error_ratio - 1) < EVEN:
        return "even"
    return "harm" if error_ratio > 1 else "gain"


class Explorer(anywidget.AnyWidget):
    """A live control: a widget in JupyterLab, a plain script on a published page, a picture where neither runs.

    Every value that a reader can move is an attribute: set it and the sliders follow, move a slider and the attribute
    follows. A value outside its bounds raises `ValueError`.

    Attributes
    ----------
    settings : dict
        Sliders, labels and constants for the JavaScript side.
    """

    _esm = bundle.module()
    _css = bundle.style()
    module: ClassVar[str]
    """Name of the explorer on the JavaScript side."""

    settings = traitlets.Dict().tag(sync=True)

    def __init__(self, **values: float) -> None:
        allowed = self.controls()
        for name in values:
            if name not in allowed:
                raise ValueError(f"{type(self).__name__} has no value {name!r}; it has {', '.join(allowed)}.")
        super().__init__(**values)
        self.settings = self.page_settings()

    @classmethod
    def controls(cls) -> dict[str, Control]:
        """Return the controls by name, in the order in which they stand."""
        found = (
            name for base in reversed(cls.__mro__) for name, trait in vars(base).items() if isinstance(trait, Control)
        )
        return {name: getattr(cls, name) for name in dict.fromkeys(found)}

    def values(self) -> dict[str, float]:
        """Return what is set now."""
        return {name: getattr(self, name) for name in self.controls()}

    def labels(self) -> dict[str, Any]:
        """Return the translated labels: title, axes, `sentences` by verdict, and the rows of the `table`."""
        raise NotImplementedError

    def facts(self) -> dict[str, float]:
        """Return the numbers that follow from the values, by theory."""
        raise NotImplementedError

    def verdict(self) -> str:
        """Return which of the sentences holds."""
        raise NotImplementedError

    def figure(self) -> Figure:
        """Return the picture for readers without JavaScript."""
        raise NotImplementedError

    def constants(self) -> Mapping[str, Any]:
        """Return what else the JavaScript side needs."""
        return {}

    def sentence(self) -> str:
        """Say the facts in one sentence or two."""
        text: str = self.labels()["sentences"][self.verdict()]
        return fill(text, self.facts())

    def page_settings(self) -> dict[str, Any]:
        """Return all that the JavaScript side needs, as plain data."""
        controls = [{"name": name, **control.slider} for name, control in self.controls().items()]
        return {"explorer": self.module, "controls": controls, "labels": self.labels(), **self.constants()}

    def html(self, *, demonstrates: bool = False) -> str:
        """Return the explorer for a page without a kernel; without JavaScript the picture and the sentence stay.

        Parameters
        ----------
        demonstrates : bool
            Whether the run plays by itself, once, until a reader touches a control; never for readers who prefer little
            motion.

        Raises
        ------
        ValueError
            If the explorer has nothing to demonstrate, or `demonstrates` is not True or False.
        """
        plain = {**self.page_settings(), "values": self.values()}
        plays = flag("demonstrates", demonstrates)
        if plays and "demonstration" not in plain:
            raise ValueError(f"{type(self).__name__} has no demonstration.")
        itself = " data-demonstrates" if plays else ""
        settings = json.dumps(plain, ensure_ascii=False)
        picture = self.figure()._repr_html_()
        still = f"{picture}<p>{escape(self.sentence())}</p>"
        return f'<div class="mc-explorer"{itself} data-settings="{escape(settings)}">{still}</div>'

    def standalone(self) -> str:
        """Return the explorer with its style and script, to paste into a slide or any other page of HTML."""
        return f"<style>{bundle.style()}</style>{self.html()}<script>{bundle.page_script()}</script>"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Offer the page's form beside the widget, for a build that publishes without a kernel."""
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        return {**data, "text/html": self.html()}, metadata

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value:g}" for name, value in self.values().items())
        return f"{type(self).__name__}({values})"
