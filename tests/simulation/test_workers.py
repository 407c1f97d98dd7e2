"""The numbers do not depend on who computes them."""

import dask
import numpy as np
import pytest
from distributed import Client, LocalCluster
from joblib import parallel_config

import model_collapse as mc

SETTING = {"n_real": 20, "n_synthetic": 20, "weight": [0.3, 0.6], "rounds": 5, "replications": 600, "seed": 3}


@pytest.fixture(scope="module")
def alone():
    return mc.simulate(mc.GaussianMean(p=2), mc.fresh, **SETTING).errors


def test_two_processes(alone):
    assert np.array_equal(mc.simulate(mc.GaussianMean(p=2), mc.fresh, jobs=2, **SETTING).errors, alone)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_dask_cluster(alone):
    # On a busy machine new processes take longer to answer than the half minute that is usual.
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "600s", "distributed.comm.timeouts.tcp": "600s"}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster),
        parallel_config(backend="dask"),
    ):
        assert np.array_equal(mc.simulate(mc.GaussianMean(p=2), mc.fresh, **SETTING).errors, alone)
