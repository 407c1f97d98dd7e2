"""The report: one file that needs nothing, with words for screen readers and charts that show the log."""

import re
from html import escape

import numpy as np

from model_collapse.cli import main
from model_collapse.practice import audit, control_charts, html_report
from tests.practice.logs import clean_log, read, written


def lines(page):
    """Return the heights of the long lines of the charts, downwards, in the order in which they are drawn."""
    found = [np.array(re.findall(r"[ML] ([\d.]+) ([\d.]+)", d), dtype=float) for d in re.findall(r' d="([^"]+)"', page)]
    return [line[:, 1] for line in found if len(line) > 25]


def test_the_chart_draws_the_errors(tmp_path):
    log = read(tmp_path, clean_log(rounds=30))
    alone, error, *_ = lines(html_report(audit(log), log))
    assert np.corrcoef(error, log["error"])[0, 1] < -0.999  # a larger error lies higher
    assert np.corrcoef(alone, log["error_real_only"])[0, 1] < -0.999


def test_the_chart_has_words_and_ids_of_its_own(tmp_path):
    log = read(tmp_path, clean_log(rounds=30))
    page, figure = html_report(audit(log), log), control_charts(log)
    assert f'aria-label="{escape(figure.alt)}"' in page
    ids = re.findall(r' id="([^"]+)"', page[page.index("<svg") : page.index("</svg>")])
    assert ids
    assert all(made.startswith(f"{figure.name}-") for made in ids)


def test_the_report_says_what_the_estimates_mean(tmp_path):
    log = read(tmp_path, clean_log(rounds=30))
    page = html_report(audit(log), log)
    assert "all real rows new, no bias, no drift: 0.618." in page
    assert "must be multiplied by 1.11, in the long run" in page  # the square root of 2 times 0.618


def test_it_is_one_file_that_says_every_fault(tmp_path):
    rows = clean_log(rounds=30)
    rows[5]["holdout_sha256"] = "<b>&"
    rows[7]["weight"] = 0.3
    log = read(tmp_path, rows)
    found = audit(log)
    page = html_report(found, log)
    assert "<b>" not in page
    assert "currentColor" in page
    assert "prefers" in page or "color-scheme: light dark" in page
    assert not re.search(r'(?:src|href)="(?!#)|url\((?!#)|@import|<script', page.replace("xlink:href", "href"))
    for fault in found.faults:
        assert fault.fault in page
    assert len(re.findall("<h1>", page)) == 1


def test_the_command_writes_it_beside_and_never_over_the_log(tmp_path, capsys):
    log = written(tmp_path, clean_log(rounds=30))
    before = log.read_bytes()
    assert main(["audit", str(log), "--report", str(tmp_path / "report.html")]) == 0
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main(["audit", str(log), "--report", str(log)]) == 2
    assert capsys.readouterr().err == "model-collapse: --report must end in .html, got log.csv.\n"
    assert log.read_bytes() == before
