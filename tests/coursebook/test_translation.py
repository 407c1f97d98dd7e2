"""The package speaks Japanese: its catalogue, its fonts and its figures."""

import ast
import importlib
import importlib.util
import inspect
import io
import pkgutil
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

import model_collapse as mc
from coursebook import catalogues
from coursebook.ext import accessible
from coursebook.tools import translate
from model_collapse import figures
from model_collapse._language import catalogue, gettext
from model_collapse.paper import pictures
from model_collapse.paper.protocols import Row
from tests.figures.every import FIGURES

ROOT = Path(__file__).resolve().parents[2]
FILE = catalogues.package("ja")
CATALOGUES = [FILE, *catalogues.pages("ja")]
JAPANESE = re.compile("[ぁ-んァ-ヴ一-龠]")


@pytest.fixture
def japanese(monkeypatch):
    monkeypatch.setenv("MODEL_COLLAPSE_LANGUAGE", "ja")


def read(file):
    return [message for message in read_po(io.StringIO(file.read_text(encoding="utf-8"))) if message.id]


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_every_message_is_translated_and_none_is_outdated(file):
    assert [message.id for message in read(file) if not message.string or message.fuzzy] == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_catalogues_are_read_as_babel_reads_them(file):
    assert catalogue(file) == {m.id: m.string for m in read(file) if m.string and not m.fuzzy}


def test_fuzzy_entries_are_left_out(tmp_path):
    file = tmp_path / "some.po"
    file.write_text('msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "old"\nmsgstr "旧"\n\nmsgid "a\\n"\n"b"\nmsgstr "c"\n"d"\n')
    assert catalogue(file) == {"a\nb": "cd"}
    assert catalogue(tmp_path / "none.po") == {}


def test_the_catalogue_of_the_package_is_in_line_with_its_code():
    text = FILE.read_text(encoding="utf-8")
    assert translate.merged(text, translate.from_package(ROOT), "ja") == text, "make translate"


def test_the_catalogue_of_extensions_is_in_line_with_their_code():
    text = catalogues.page("site", "ja").read_text(encoding="utf-8")
    assert translate.merged(text, translate.from_site(ROOT), "ja") == text, "make translate"


def test_a_message_that_changes_becomes_fuzzy_and_one_without_words_stays():
    old = translate.HEADER.format(language="ja") + '\nmsgid "real rows in a round"\nmsgstr "実データの行数"\n'
    template = translate.Catalog()
    template.add("real rows in each round")
    template.add("$n/m$ `k`")
    template.add("{fill}`80`")
    template.add("{fill}`the lab`")
    new = translate.merged(old, template, "ja")
    assert '#, fuzzy\nmsgid "real rows in each round"\nmsgstr "実データの行数"\n' in new
    assert 'msgstr "$n/m$ `k`"' in new
    assert 'msgstr "{fill}`80`"' in new
    assert 'msgid "{fill}`the lab`"\nmsgstr ""' in new
    assert translate.merged(new, template, "ja") == new


@pytest.mark.parametrize("file", [FILE, catalogues.page("site", "ja")], ids=["package", "site"])
def test_translations_keep_the_places_for_numbers(file):
    def places(text):
        return {(name, form) for _, name, form, _ in string.Formatter().parse(text) if name is not None}

    faults = [m.id for m in read(file) if m.string and not m.fuzzy and places(m.id) != places(m.string)]
    assert faults == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_translations_count_the_minutes_of_the_same_pages(file):
    def pages(text):
        return re.findall(r"\{minutes\}`([^`]*)`", text)

    assert [m.id for m in read(file) if m.string and not m.fuzzy and pages(m.id) != pages(m.string)] == []


@pytest.mark.parametrize("folder", ["src", "book/coursebook"])
def test_no_message_hides_in_an_f_string_where_it_is_not_extracted(folder):
    found = [
        f"{file.name}:{call.lineno}"
        for file in (ROOT / folder).rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "_"
    ]
    assert found == []


def test_tooltips_labels_and_titles_of_the_theme_are_translated(japanese):
    page = BeautifulSoup(
        '<a title="Link to this heading">Main</a><input placeholder="Search..."/>'
        '<p class="admonition-title">Solution</p>',
        "html.parser",
    )
    accessible.translate_theme(page)
    assert str(page) == (
        '<a title="この見出しへのリンク">Main</a><input placeholder="検索…"/><p class="admonition-title">解答</p>'
    )


def test_long_names_break_in_tables_and_in_the_contents():
    page = BeautifulSoup('<nav class="page-toc"><code><span>a_b()</span></code></nav>', "html.parser")
    accessible.mend(page)
    assert str(page.code) == "<code>a_<wbr/>b()</code>"


def test_an_unknown_language_is_english(monkeypatch):
    monkeypatch.setenv("MODEL_COLLAPSE_LANGUAGE", "xx")
    assert gettext("harm") == "harm"


def test_japanese_labels_without_the_font_say_what_to_install(japanese, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"^labels in Japanese need a font: pip install matplotlib-fontja\.$"):
        figures.weight_curve().svg()


def test_every_function_that_draws_a_figure_is_drawn_here():
    names = [name for _, name, _ in pkgutil.walk_packages(mc.__path__, "model_collapse.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    found = {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if inspect.signature(function).return_annotation is figures.Figure
    }
    assert found == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_figures_in_japanese_lack_no_glyph(japanese, name):
    # The suite turns every warning into an error, matplotlib's about a missing glyph too.
    drawn = FIGURES[name]()
    assert "この図のデータ" in drawn._repr_html_()


def test_the_picture_of_a_reproduced_table_lacks_no_glyph(japanese):
    assert pictures.draw(8, [("linear", Row("optimal", x, 1.0, 0.1, 1.0)) for x in (0.1, 0.5)]).startswith("<svg")


def test_a_glyph_that_is_missing_is_an_error():
    drawn = figures.weight_curve()
    drawn.canvas.axes[0].set_title("重み")
    with pytest.raises(UserWarning, match="Glyph 37325"):
        drawn.svg()
