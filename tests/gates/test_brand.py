"""The miniature under another name, with another mark and colours: one file is changed, and nothing else."""

import shutil

from bs4 import BeautifulSoup

from coursebook.ext import brand
from tests.gates.miniature import build_book, copy_book

MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'
SETTINGS = """
name = "Rows & Weights at Example Works"
short = "Example Works"
logo = "book/_static/mark.svg"
light = "#7a1f5c"
dark = "#e6a8cf"
note = "For use <inside> the company"
"""
COLOUR = "() => getComputedStyle(document.querySelector('.bd-article a')).color"


def test_a_site_under_another_name(sound_book, sound_site, tmp_path, capfd, page):
    book = copy_book(tmp_path)
    shutil.copytree(sound_book / "_build" / ".jupyter_cache", book / "_build" / ".jupyter_cache")
    (book / "book" / "_static" / "mark.svg").write_text(MARK, encoding="utf-8")
    (book / brand.FILE).write_text(SETTINGS, encoding="utf-8")
    status, said = build_book(book, capfd)
    assert status == 0, said
    file = book / "_build" / "html" / "page.html"
    seen = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    assert seen.title.get_text(strip=True).endswith("Rows & Weights at Example Works")
    assert seen.select_one(".navbar-brand").get_text(strip=True) == "Example Works"
    assert {image["src"] for image in seen.select(".navbar-brand img")} == {"_static/mark.svg"}
    assert seen.select_one("link[rel=icon]")["href"] == "_static/mark.svg"
    assert (file.parent / "_static" / "mark.svg").read_text(encoding="utf-8") == MARK
    foot = seen.select_one("footer.bd-footer-content").get_text(" ", strip=True)
    assert "For use <inside> the company" in foot
    assert "Adapted from “Model Collapse: a course you can run” by The Model Collapse course authors." in foot
    assert "CC BY 4.0" in foot
    for theme, colour in (("light", "rgb(122, 31, 92)"), ("dark", "rgb(230, 168, 207)")):
        page.emulate_media(color_scheme=theme)
        page.goto(file.as_uri())
        assert page.evaluate(COLOUR) == colour
    own = BeautifulSoup((sound_site / "page.html").read_text(encoding="utf-8"), "html.parser")
    assert "Adapted from" not in own.get_text()
    assert not own.select("head style:-soup-contains('--mc-accent')")


def test_a_bad_setting_stops_the_build(tmp_path, capfd):
    book = copy_book(tmp_path)
    (book / brand.FILE).write_text('light = "#ffff00"', encoding="utf-8")
    status, said = build_book(book, capfd)
    assert status != 0
    assert "light must have a contrast of 4.5 to the paper" in " ".join(said.split())
