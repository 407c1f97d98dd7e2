"""Search as a reader sees it, and the place that the switch of language keeps."""

import pytest

from tests.site import finding, translating

CHAPTER = "notebooks/theory/one-mean.html"
LIVE = "book/explorers.html"
SENTENCES = {"": "Results: {}", "ja/": "検索結果：{}件"}
NOTHING = {
    "": "Nothing was found. Fewer words find more.",
    "ja/": "見つかりませんでした。語を減らすと、見つかりやすくなります。",
}


@pytest.mark.parametrize("edition", SENTENCES)
def test_results_are_counted_in_the_language_of_the_page(page, base, edition):
    assert finding.counted(page, base + edition, "golden", SENTENCES[edition]) == []
    assert finding.counted(page, base + edition, "xyzzy", NOTHING[edition]) == []


@pytest.mark.parametrize("word", ["collapse", "Play", "again", "weight", "ja/黄金比", "ja/体験"])
def test_excerpts_name_no_control(page, base, word):
    edition, _, asked = word.rpartition("/")
    assert finding.excerpts(page, f"{base}{edition}/" if edition else base, asked) == []


@pytest.mark.parametrize("word", ["explorers", "weight", "theory", "ja/理論"])
def test_results_can_be_told_apart(page, base, word):
    edition, _, asked = word.rpartition("/")
    assert finding.apart(page, f"{base}{edition}/" if edition else base, asked) == []


def test_the_name_of_the_package_in_every_name_is_no_match(page, base):
    page.goto(f"{base}search.html?q=collapse")
    page.wait_for_selector(".search-summary:not(:empty)", state="attached")
    names = page.locator("#search-results li > a[href*='#model_collapse.']").all_inner_texts()
    assert [name for name in names if "collapse" not in name.lower().removeprefix("model_collapse")] == []


@pytest.mark.parametrize(("edition", "word"), [(".", "golden"), ("ja", "黄金比")])
def test_search_in_an_unzipped_folder(page, site, edition, word):
    assert finding.without_network(page, site / edition, word) == []


def test_sections_have_the_same_names_in_both_editions(site):
    english, japanese = translating.pages(site, "en"), translating.pages(site, "ja")
    for path, there in english.items():
        names = [[part["id"] for part in edition.select("section[id]")] for edition in (there, japanese[path])]
        assert names[0] == names[1], path


@pytest.mark.parametrize(("edition", "language"), [("", "ja"), ("ja/", "en")])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_switch_keeps_the_place(page, base, edition, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    assert finding.keeps_section(page, base, edition + CHAPTER, "where-it-breaks", language) == []
    assert finding.keeps_state(page, base, edition + LIVE, "weightDial.weight", 0.3, "budget", language) == []
    assert finding.keeps_query(page, base + edition, "0.618", language) == []


def test_without_scripts_the_switch_is_a_plain_link(browser, base):
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{base}{CHAPTER}#where-it-breaks")
    plain.click("a.mc-language")
    assert plain.url == f"{base}ja/{CHAPTER}"
    context.close()
