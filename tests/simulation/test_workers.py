"""The numbers do not depend on who computes them."""

import dask
import numpy as np
import pytest
from distributed import Client, LocalCluster
from joblib import parallel_config

import model_collapse as mc
from model_collapse.beyond.kernel import Kernel

SETTING = {"n_real": 20, "n_synthetic": 20, "weight": [0.3, 0.6], "rounds": 5, "seed": 3}
TABLE = np.random.default_rng(3).standard_normal((60, 2))
# One problem of each kind, and as many replications as make three blocks, the last of them cut.
KINDS = {
    "an average": (mc.GaussianMean(p=2), 600),
    "matrices": (mc.LinearRegression(2), 250),
    "counts": (mc.Categorical([5, 3, 2]), 250),
    "rows in single precision": (mc.LogisticRegression(2), 3 * mc.LogisticRegression.block - 50),
    "a truth that moves": (mc.problems.Drifting(mc.GaussianMean(p=2), 0.1), 600),
    "one fit at a time": (Kernel(TABLE, frequencies=5), 3),
}


@pytest.fixture(scope="module")
def alone():
    return {kind: simulated(kind, jobs=1) for kind in KINDS}


def simulated(kind, **workers):
    problem, replications = KINDS[kind]
    return mc.simulate(problem, mc.fresh, replications=replications, **SETTING, **workers).errors


@pytest.mark.claim("E63")
def test_every_kind_has_several_blocks(alone):
    for kind, (problem, replications) in KINDS.items():
        assert -(-replications // problem.block) == 3, kind
        assert alone[kind].shape == (2, replications, 6)
        blocks = np.split(alone[kind], np.arange(problem.block, replications, problem.block), axis=1)
        assert not np.array_equal(blocks[0][:, : blocks[2].shape[1]], blocks[2]), kind


@pytest.mark.claim("E63")
@pytest.mark.parametrize("kind", KINDS)
def test_two_processes(kind, alone):
    assert simulated(kind, jobs=2).tobytes() == alone[kind].tobytes()


@pytest.mark.claim("E63")
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_dask_cluster(alone):
    # On a busy machine new processes take longer to answer than the half minute that is usual.
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "600s", "distributed.comm.timeouts.tcp": "600s"}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster),
        parallel_config(backend="dask"),
    ):
        for kind in KINDS:
            assert simulated(kind).tobytes() == alone[kind].tobytes(), kind
