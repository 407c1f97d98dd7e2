"""One browser for all tests; and with FORBID_SKIPS set, as CI sets it, a test that is skipped fails the run."""

import os

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("FORBID_SKIPS") and skipped:
        for report in skipped:
            reporter.write_line(f"FORBID_SKIPS: {report.nodeid} was skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def browser():
    """Run one browser in each worker."""
    from tests.site.browsing import browser_path, started

    path = browser_path()
    if path is None:
        pytest.skip("there is no Chromium here (on Debian or Ubuntu: apt-get install chromium)")
    with started(path) as running:
        yield running
