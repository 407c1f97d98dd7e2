"""One browser for all tests, a page for each; with FORBID_SKIPS set, as CI sets it, a skipped test fails the run."""

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


@pytest.fixture
def page(browser):
    """Open a page of its own for a test, at the size of a screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()
