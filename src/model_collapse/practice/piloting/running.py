"""The parts of a pilot's work: each is one replication of one loop, and its errors depend on nothing but the plan.

Chapter: *A pilot on your own data*.
"""

import warnings
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from tqdm import tqdm

from model_collapse._checks import Floats
from model_collapse._language import gettext as _
from model_collapse.practice.piloting.dealing import Deal
from model_collapse.practice.piloting.folder import Folder, Job
from model_collapse.practice.piloting.generators import Generator
from model_collapse.practice.piloting.learners import Learner
from model_collapse.practice.piloting.loop import Loop, all_real, real_only
from model_collapse.simulation.history import History
from model_collapse.simulation.regimes import fresh
from model_collapse.simulation.simulator import simulate

ALONE, KEPT, MIXED = "real_only", "all_real", "mixed"
_REGIMES = {ALONE: real_only, KEPT: all_real, MIXED: fresh}


@dataclass(frozen=True)
class Work:
    """All that a pilot runs.

    Attributes
    ----------
    deal : Deal
        The rows.
    generator, learner
        What is fitted.
    ratios, weights : ndarray
        Real rows for each synthetic one, and total weights on the real rows.
    rounds, replications, seed : int
        As for `pilot`.
    """

    deal: Deal
    generator: Generator
    learner: Learner
    ratios: Floats
    weights: Floats
    rounds: int
    replications: int
    seed: int

    def jobs(self) -> list[Job]:
        """Return the parts, those without synthetic rows first."""
        runs = [(ALONE, np.inf), (KEPT, np.inf), *((MIXED, float(ratio)) for ratio in self.ratios)]
        return [Job(run, ratio, number) for run, ratio in runs for number in range(self.replications)]

    def weights_of(self, run: str) -> list[float]:
        """Return the total weights on the real rows that a part tries."""
        return [float(weight) for weight in self.weights] if run == MIXED else [1.0]

    def done(self, folder: Folder | None, *, reference: float, jobs: int | None, progress: bool) -> dict[Job, Floats]:
        """Run the parts that the folder does not hold, and return the errors of all, shape (weights, rounds + 1)."""
        parts = self.jobs()
        shapes = {job: (len(self.weights_of(job.run)), self.rounds + 1) for job in parts}
        done = folder.done(shapes) if folder else {}
        todo = [job for job in parts if job not in done]
        results = Parallel(n_jobs=jobs, return_as="generator")(
            delayed(_errors)(job, self._loop(job, reference), **self._settings(job)) for job in todo
        )
        bar = tqdm(results, total=len(parts), initial=len(done), unit="run", disable=not progress)
        for job, errors in zip(todo, bar, strict=True):
            done[job] = errors
            if job == parts[self.replications - 1]:
                self._check(done)
            if folder:
                folder.write({job: done[job] for job in parts if job in done}, self.weights_of)
        return done

    def _check(self, done: dict[Job, Floats]) -> None:
        """Refuse if the real rows of a round are no worse than all of them, as far as can be told."""
        alone = np.array([done[job].mean() for job in self.jobs()[: self.replications]])
        if not alone.mean() > 2 * alone.std(ddof=1) / np.sqrt(len(alone)):
            raise ValueError(
                _("A round's real rows alone are as good as all of them; there is nothing to gain from synthetic ones.")
            )

    def _loop(self, job: Job, reference: float) -> Loop:
        deck = self.deal.deck(job.replication, self.rounds)
        return Loop(deck, self.deal.held, self.generator if job.run == MIXED else None, self.learner, reference)

    def _settings(self, job: Job) -> dict[str, object]:
        """Return what `simulate` is told; all parts of a replication have one seed, and so share their draws."""
        return {
            "n_real": self.deal.n_real,
            "n_synthetic": round(self.deal.n_real / job.ratio) if job.run == MIXED else 0,
            "weight": self.weights if job.run == MIXED else None,
            "rounds": self.rounds,
            "seed": int(np.random.SeedSequence([self.seed, 1, job.replication]).generate_state(1, np.uint64)[0]),
        }

    def histories(self, done: dict[Job, Floats]) -> tuple[dict[float, History], History]:
        """Return the errors at each ratio, the last weight being 1, and those of all real rows kept.

        Their unit is the mean error of a round's real rows alone over all rounds and replications. The errors are over
        the fit to all N rows outside the hold-out, which itself errs by n / N of the unit, to leading order; that is
        added to them.
        """
        n, everything = self.deal.n_real, len(self.deal.rest)
        missing = self._joined(done, ALONE, np.inf).mean() * n / (everything - n)
        alone, kept = (self._joined(done, run, np.inf) + missing for run in (ALONE, KEPT))
        unit = float(alone.mean())
        weight = np.append(self.weights, 1.0)
        mixed = {float(ratio): self._joined(done, MIXED, float(ratio)) + missing for ratio in self.ratios}
        histories = {ratio: History(np.concatenate([errors, alone]), weight, unit) for ratio, errors in mixed.items()}
        return histories, History(kept[0], None, unit)

    def _joined(self, done: dict[Job, Floats], run: str, ratio: float) -> Floats:
        """Return the errors of all replications, shape (weights, replications, rounds + 1)."""
        return np.stack([done[Job(run, ratio, number)] for number in range(self.replications)], axis=1)


def _errors(job: Job, loop: Loop, **settings: object) -> Floats:
    """Return the errors of one part.

    What learners warn of in a small fit is for no one to read a thousand times, and small matrices are quicker in one
    thread.
    """
    from threadpoolctl import threadpool_limits

    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")
        history = simulate(loop, _REGIMES[job.run], replications=1, jobs=1, **settings)  # type: ignore[arg-type]
    return history.errors.reshape(-1, history.rounds + 1)
