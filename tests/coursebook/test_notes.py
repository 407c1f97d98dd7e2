"""The instructor's notes and the page for companies: every chapter has its entry, and what is said to be there is."""

import re
import tomllib

import pytest
import yaml

from coursebook import ROOT
from coursebook.ext import brand
from coursebook.tools import agendas, prose, tasks

PARTS = ("Concepts", "Theory", "Experiments", "Beyond the paper", "Governance")
TERMS = ["What people get wrong", "Ask", "Skip", "In your own systems"]
NOTES = (ROOT / "book" / "trainer" / "notes.md").read_text(encoding="utf-8")
COMPANY = (ROOT / "book" / "trainer" / "your-company.md").read_text(encoding="utf-8")


def chapters():
    """Return the chapters of the parts that teach, with their parts."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    parts = {part["caption"]: part["chapters"] for part in toc["parts"]}
    return [(part, chapter["file"]) for part in PARTS for chapter in parts[part]]


def entries():
    """Return part, title, link and text of each entry."""
    found = []
    for part in re.split(r"^## ", NOTES, flags=re.MULTILINE)[1:]:
        caption, *texts = re.split(r"^### ", part, flags=re.MULTILINE)
        for text in texts:
            title, link, rest = re.fullmatch(r"\[(.*)\]\((.*)\)\n(.*)", text, flags=re.DOTALL).groups()
            found.append((caption.strip(), title, link, rest))
    return found


def test_every_chapter_has_an_entry_under_its_title_in_the_order_of_the_contents():
    folder = (ROOT / "book" / "trainer").resolve()
    linked = [
        (part, (folder / link).resolve().relative_to(ROOT).with_suffix("").as_posix()) for part, _, link, _ in entries()
    ]
    assert linked == chapters()
    for (_, title, _, _), (_, page) in zip(entries(), chapters(), strict=True):
        assert f"# {title}\n" in prose.markdown(agendas.path_of(page))[0] + "\n"


def test_every_entry_says_all_four_things():
    for _, title, _, text in entries():
        said = re.findall(r"^(\S.*)\n: (.+)$", text, flags=re.MULTILINE)
        assert [term for term, _ in said] == TERMS, title
        assert all(len(words) > 15 for _, words in said), title
        assert said[1][1].endswith(("?", ".")), title


def test_what_the_page_for_companies_shows_is_taken():
    shown = tomllib.loads(re.search(r"```toml\n(.*?)```", COMPANY, flags=re.DOTALL)[1])
    assert set(shown) == set(brand.NAMES)
    (without_mark := dict(shown)).pop("logo")
    assert brand.checked(without_mark, ROOT) == without_mark
    for name in re.findall(r"\bmake ([a-z]+)", COMPANY):
        assert name in {task.strip("_") for task in tasks.TASKS}


def test_the_course_has_a_name_mark_and_colours_of_its_own():
    given = tomllib.loads((ROOT / brand.FILE).read_text(encoding="utf-8"))
    assert given == dict.fromkeys(brand.NAMES, "")
    assert brand.brand_of(ROOT) == {}


def test_contrast_is_that_of_the_guidelines():
    assert brand.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert brand.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert brand.contrast("#ffffff", "#0000ff") == pytest.approx(8.59, abs=0.005)
    assert brand.contrast("#0a0a0a", "#000000") == pytest.approx((10 / 255 / 12.92 + 0.05) / 0.05)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": "Ours"}, "title is not known here; known are name"),
        ({"name": 3}, "name must be a text, got 3"),
        ({"logo": "book/mark.gif"}, "logo must end in .svg or .png, got book/mark.gif"),
        ({"logo": "book/mark.svg"}, "logo must be a file of the book, got book/mark.svg"),
        ({"light": "purple"}, "light must be a colour such as #855a00, got purple"),
        ({"light": "#e6a8cf"}, "light must have a contrast of 4.5 to the paper, got 1."),
        ({"dark": "#7a1f5c"}, "dark must have a contrast of 4.5 to the paper, got 1."),
    ],
)
def test_a_bad_setting_is_refused_in_one_sentence(tmp_path, given, said):
    file = tmp_path / brand.FILE
    file.parent.mkdir()
    file.write_text("\n".join(f"{name} = {value!r}" for name, value in given.items()), encoding="utf-8")
    with pytest.raises(ValueError, match=r"^book/brand\.toml: [^\n]*\.$") as refused:
        brand.brand_of(tmp_path)
    assert said in str(refused.value)


def test_a_brand_that_is_no_toml_is_refused(tmp_path):
    file = tmp_path / brand.FILE
    file.parent.mkdir()
    file.write_text("name = Ours", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^book/brand\.toml is not TOML: .*\.$"):
        brand.brand_of(tmp_path)
