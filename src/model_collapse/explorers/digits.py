"""Explorer: sixty handwritten digits that are copied, round after round, in the page."""

import base64
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure as Canvas

from model_collapse import theory
from model_collapse._checks import Floats
from model_collapse._language import gettext as _
from model_collapse.beyond import digits as table
from model_collapse.beyond.copies import last_rows
from model_collapse.explorers import controls
from model_collapse.explorers.base import Explorer
from model_collapse.explorers.controls import Control
from model_collapse.figures import style
from model_collapse.figures.figure import Figure

ROUNDS, ROWS, NOISE = 28, 60, 0.06
COLUMNS, SIDE, GAP, ZOOM = 10, 8, 2, 6
GOLDEN = 0.618
TURN = 23
"""The round after which a demonstration moves the weight to the golden one."""


def packed(shades: np.ndarray) -> str:
    """Return shades from 0 to 15 as text, four bits each."""
    pairs = shades.reshape(-1, 2)
    return base64.b64encode((pairs[:, 0] << 4 | pairs[:, 1]).astype(np.uint8).tobytes()).decode("ascii")


def grid(pixels: Floats) -> Floats:
    """Lay images out, ten in a line; shape (lines of pixels, columns of pixels), 0 being paper and 1 ink."""
    lines = -(-len(pixels) // COLUMNS)
    sheet = np.zeros((lines * (SIDE + GAP), COLUMNS * (SIDE + GAP)))
    for number, image in enumerate(np.clip(pixels, 0, 1)):
        top, left = ((SIDE + GAP) * place for place in divmod(number, COLUMNS))
        sheet[top : top + SIDE, left : left + SIDE] = image.reshape(SIDE, SIDE)
    return sheet[:-GAP, :-GAP].repeat(ZOOM, axis=0).repeat(ZOOM, axis=1)


class Digits(Explorer):
    """Sixty new real images a round, and sixty copies of what the last model has seen; the weight may be moved in play.

    Parameters
    ----------
    weight : float
        Total weight on the real images.
    seed : int
        Seed of the run; the same seed gives the same run.

    Raises
    ------
    ModuleNotFoundError
        If scikit-learn, which carries the images, is not installed.

    Examples
    --------
    >>> facts = Digits(weight=0).facts()
    >>> round(facts["expected_alive"], 1), round(facts["expected_ancestors"], 1)
    (3.5, 4.1)
    """

    module = "digits"
    weight = controls.share(0, _("weight on the real images"), keeps=True)
    seed = Control(1, label=_("seed of the run"), low=1, high=100, whole=True, more=True)

    def labels(self) -> dict[str, Any]:
        """Return the translated labels."""
        return {
            "title": _("Digits that forget"),
            "more": _("More: seed, speed"),
            "play": _("Play"),
            "pause": _("Pause"),
            "step": _("One round"),
            "again": _("Start again"),
            "speed": _("rounds a second"),
            "round": _("round"),
            "number": _("number"),
            "alive": _("digits alive"),
            "ancestors": _("ancestors left"),
            "alive_expected": _("digits by theory"),
            "ancestors_expected": _("ancestors by theory"),
            "sheet": _("round {round}, weight {weight:.3f}"),
            "source": _(
                "Images: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning "
                "Repository, doi 10.24432/C50P49, CC BY 4.0; here the two darkest of 17 shades are one."
            ),
            "table": [
                [_("digits alive, of 10"), "{alive:.0f}"],
                [_("on average, by theory"), "{expected_alive:.1f}"],
                [_("ancestors left, of all real images"), "{ancestors:.0f}"],
                [_("on average, by theory"), "{expected_ancestors:.1f}"],
                [_("images, of 60, whose nearest real image shows their ancestor's digit"), "{read:.0f}"],
            ],
            "sentences": {
                "begun": _(
                    "Round 0: the model has seen 60 real images and copies 60 of them, some more than once. They show "
                    "{alive:.0f} of the ten digits and descend from {ancestors:.0f} real images."
                ),
                "loose": _(
                    "Round {round:.0f}, no weight on new real images: {alive:.0f} of the ten digits are alive, and all "
                    "60 images descend from {ancestors:.0f} real ones."
                ),
                "held": _(
                    "Round {round:.0f}, weight {used:.3f} on new real images: {alive:.0f} of the ten digits are alive, "
                    "and the 60 images descend from {ancestors:.0f} real ones."
                ),
                "still": _(
                    "After {round:.0f} rounds with weight {weight:.3f} on new real images, {expected_alive:.1f} of the "
                    "ten digits are alive on average, and 60 images descend from {expected_ancestors:.1f} real ones; "
                    "with weight {golden:.3f} it is {golden_alive:.1f} and {golden_ancestors:.1f}."
                ),
            },
        }

    def constants(self) -> dict[str, Any]:
        """Return the images, four bits a pixel, and the setting of the run."""
        images = table.handwritten_digits()
        names = "".join(map(str, images.digits))
        return {
            "rounds": ROUNDS,
            "rows": ROWS,
            "noise": NOISE,
            "images": packed(images.shades),
            "digits": names,
            "demonstration": {"turn": TURN, "weights": [self.weight, GOLDEN]},
        }

    def _expected(self) -> tuple[Floats, Floats]:
        digits = table.handwritten_digits().digits
        weights, setting = [self.weight, GOLDEN], (ROWS, ROWS, ROUNDS)
        alive = theory.categories_left_by_round(weights, *setting, shares=np.bincount(digits) / len(digits))
        return alive[:, -1], theory.ancestors_by_round(weights, *setting)[:, -1]

    def facts(self) -> dict[str, float]:
        """Return what is to be expected in the last round; the run itself happens in the page."""
        alive, ancestors = self._expected()
        return {
            **self.values(),
            "round": ROUNDS,
            "expected_alive": float(alive[0]),
            "expected_ancestors": float(ancestors[0]),
            "golden": GOLDEN,
            "golden_alive": float(alive[1]),
            "golden_ancestors": float(ancestors[1]),
        }

    def verdict(self) -> str:
        """Return the sentence that needs no run."""
        return "still"

    def figure(self) -> Figure:
        """Return what one run has come to at the weight set and at the golden weight."""
        problem = table.Digits(noise=NOISE)
        weights = [self.weight, GOLDEN]
        runs = last_rows(problem, weights, rows=ROWS, rounds=ROUNDS, seed=int(self.seed))
        title = self.labels()["sheet"]
        data: dict[str, list[float]] = {"weight": [], "digit": [], "real image": []}
        said = []
        with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 7.4)}):
            canvas = Canvas()
            pair = canvas.subplots(2, 1)
            for axes, weight, rows in zip(pair, weights, runs, strict=True):
                ancestors, digits = problem.ancestors(rows), problem.labels_of(rows)
                order = np.lexsort([ancestors, digits])
                sheet = grid(rows[order, 1:])
                ink = np.broadcast_to(to_rgb(style.INK), (*sheet.shape, 3))
                axes.imshow(np.dstack([ink, sheet]), interpolation="none")
                axes.set_axis_off()
                axes.set_title(title.format(round=ROUNDS, weight=weight), color=style.INK, fontsize="medium")
                data["weight"] += [weight] * ROWS
                data["digit"] += digits[order].tolist()
                data["real image"] += ancestors[order].tolist()
                said.append(
                    _("Weight {weight:.3f}: digits {digits}, from {ancestors} real images.").format(
                        weight=weight,
                        digits=", ".join(map(str, np.unique(digits))),
                        ancestors=len(np.unique(ancestors)),
                    )
                )
        caption = _(
            "Sixty images that the model generates after {round} rounds, sorted by digit; one run. {source}"
        ).format(round=ROUNDS, source=self.labels()["source"])
        alt = _("Two sheets of sixty handwritten digits.") + " " + " ".join(said)
        return Figure("digits-that-forget", canvas, caption, alt, data)
