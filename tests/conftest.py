"""With FORBID_SKIPS set, as CI sets it, a test that is skipped fails the run."""

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
