"""What the models of digits draw over the rounds, and what a classifier learns from it: stored, not run anew.

The stored file, `tables/pictures.npz`, is what `packed` returned. Its images are drawn by models fitted to the table
*Optical Recognition of Handwritten Digits* by E. Alpaydin and C. Kaynak, UCI Machine Learning Repository,
doi 10.24432/C50P49, CC BY 4.0, in the part that scikit-learn carries. Chapter: *Pictures*.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats, count, refusal, shown, text
from model_collapse.beyond.digits import SHADES
from model_collapse.beyond.pictures import Copied, Drawn, Pictures, split
from model_collapse.beyond.stored import stored_arrays
from model_collapse.simulation.regimes import fresh
from model_collapse.simulation.simulator import simulate

KINDS = ("copied", "noisy", "blurred")
WEIGHTS, SHOWN = (0.0, 0.25, 0.6, 1.0), (0, 1, 5, 10, 20)
N, ROUNDS, REPLICATIONS, SEED = 200, 20, 10, 16
LOOKED_AT, SHEET = 100, 20
"""Images among which digits are counted, and images on a sheet."""


class Gallery(NamedTuple):
    """What one kind of generator drew, by weight on the real images and round.

    Attributes
    ----------
    weights, rounds : ndarray, shapes (4,) and (5,)
        Weights on the real images, and the rounds of the sheets.
    error : ndarray, shape (4, 10, 21)
        Squared distance of the averages from those of the world, by weight, replication and round; 1 is that of the
        averages over 200 real images, on average.
    alive : ndarray, shape (4, 10, 21)
        Different digits that 100 images of a model are read as, each as the real image that is nearest to it.
    legible : ndarray, shape (4, 10, 21)
        Share of these images that are read as the digit that they were drawn as.
    accuracy : ndarray, shape (4, 10, 21)
        Share of 597 real images, seen by no fit, that a logistic regression names rightly after it has learned from
        200 images of a model.
    real : ndarray, shape (10,)
        The same share after it has learned from 200 real images.
    images : ndarray, shape (4, 5, 20, 64)
        Shades from 0 to 1 of twenty images of the first replication, sorted by digit.
    """

    weights: Floats
    rounds: NDArray[np.int64]
    error: Floats
    alive: Floats
    legible: Floats
    accuracy: Floats
    real: Floats
    images: Floats


def read(pixels: Floats) -> NDArray[np.int64]:
    """Return the digit of the real image that is nearest to each image, shape (rows,)."""
    real = np.vstack(split())
    distance = (real[:, 1:] ** 2).sum(axis=1) - 2 * pixels @ real[:, 1:].T
    return real[distance.argmin(axis=1), 0].astype(int)


def taught(rows: Floats) -> float:
    """Return the share of the kept real images that a logistic regression names rightly after learning from rows."""
    from sklearn.linear_model import LogisticRegression

    kept = split().kept
    learned = LogisticRegression(max_iter=2000).fit(rows[:, 1:], rows[:, 0])
    return float(learned.score(kept[:, 1:], kept[:, 0]))


def recorded(
    problem: Pictures, *, n: int = N, rounds: int = ROUNDS, replications: int = REPLICATIONS, seed: int = SEED
) -> Gallery:
    """Run the loop with new real images in every round, and look at what each model draws.

    Parameters
    ----------
    problem : Pictures
        A generator of digits.
    n : int
        Real images, and images of the model, of each round.
    rounds, replications, seed : int
        Last round, repetitions, and the number from which all draws follow. Sheets of later rounds are left out.
    """
    n, rounds = count("n", n, 10), count("rounds", rounds)
    setting = {"n_real": n, "n_synthetic": n, "rounds": rounds, "replications": replications, "seed": seed}
    run = simulate(problem, fresh, weight=WEIGHTS, keep_models=rounds + 1, **setting)  # type: ignore[arg-type]
    models = np.stack([np.broadcast_to(each, (len(WEIGHTS), replications)) for each in run.models], axis=-1)
    alive, legible, accuracy = np.empty((3, *models.shape))
    places = [t for t in SHOWN if t <= rounds]
    images = np.empty((len(WEIGHTS), len(places), SHEET, 64))
    for place in np.ndindex(models.shape):
        weight, replication, t = place
        rng = np.random.default_rng([seed, replication, t])
        rows = problem.draw_synthetic(models[place], max(n, LOOKED_AT), rng)
        found = read(rows[:LOOKED_AT, 1:])
        alive[place], legible[place] = len(np.unique(found)), (found == rows[:LOOKED_AT, 0]).mean()
        accuracy[place] = taught(rows[:n])
        if replication == 0 and t in places:
            some = rows[:SHEET]
            images[weight, places.index(t)] = some[np.argsort(some[:, 0], kind="stable"), 1:].clip(0, 1)
    real = [taught(problem.draw_real(n, np.random.default_rng([seed, r]))) for r in range(replications)]
    return Gallery(
        np.array(WEIGHTS), np.array(places), run.errors / run.unit, alive, legible, accuracy, np.array(real), images
    )


def packed() -> dict[str, NDArray]:
    """Run all three kinds as they are stored, and return the arrays of the file; it takes some minutes."""
    arrays: dict[str, NDArray] = {}
    for kind in KINDS:
        found = recorded(Copied() if kind == "copied" else Drawn(drawn=kind))
        shades = {"images": np.rint(found.images * SHADES).astype(np.uint8)}
        small = {name: value.astype(np.float32) for name, value in found._asdict().items()} | shades
        arrays |= {f"{kind}_{name}": value for name, value in small.items()}
    return arrays


def gallery(kind: str) -> Gallery:
    """Return what one kind of generator of digits drew, from the stored file.

    Two hundred real images a round, drawn from 1,200, and two hundred of the last model; ten replications of twenty
    rounds at four weights. Chapter: *Pictures*.

    Parameters
    ----------
    kind : str
        `"copied"` draws an image that the last fit saw and adds a little noise; `"noisy"` is an autoencoder that draws
        each pixel by its law; `"blurred"` is one that shows expected pixels.

    Raises
    ------
    ValueError
        If there is no such kind.

    Examples
    --------
    >>> import model_collapse as mc
    >>> mc.beyond.gallery("noisy").images.shape
    (4, 5, 20, 64)
    """
    if text("kind", kind) not in KINDS:
        raise refusal("kind must be copied, noisy or blurred, got {given}.", given=shown(kind))
    stored = stored_arrays("tables", "pictures")
    found = {name: stored[f"{kind}_{name}"].astype(float) for name in Gallery._fields}
    found["images"] /= SHADES
    return Gallery(**found | {"weights": found["weights"].round(6), "rounds": found["rounds"].astype(int)})
