"""The form that audits a log, on the published page: from a server and from a folder."""

from model_collapse.practice import RoundLog, audit
from tests.practice.logs import clean_log, written
from tests.site import auditing

PAGE = "book/check-a-log.html"


def test_a_log_is_audited_in_the_page(page, base, site, tmp_path):
    rows = clean_log(rounds=30)
    rows[7]["weight"], rows[9]["holdout_sha256"] = 0.3, "b" * 64
    log = written(tmp_path, rows)
    expected = [fault.fault for fault in audit(RoundLog.read(log)).faults]
    assert len(expected) > 2
    assert auditing.audited(page, base, PAGE, log, expected) == []
    assert auditing.audited(page, site.as_uri() + "/", PAGE, log, expected) == []


def test_without_scripts_the_page_names_the_command(browser, base):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + PAGE)
    assert "model-collapse audit" in page.inner_text(".mc-check-log")
    context.close()
