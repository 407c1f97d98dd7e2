"""A pilot's numbers do not depend on who computes them: here a Dask cluster."""

import dask
import pytest
from distributed import Client, LocalCluster
from joblib import parallel_config

from tests.practice.piloting.test_pilot import small


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_dask_cluster():
    # On a busy machine new processes take longer to answer than the half minute that is usual.
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "600s", "distributed.comm.timeouts.tcp": "600s"}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster),
        parallel_config(backend="dask"),
    ):
        found = small()
    assert found.facts() == small().facts()
