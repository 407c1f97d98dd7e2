"""The trainer's questions: what each has to have, how they are spread, and what their texts may hold."""

import re
import tomllib
from collections import Counter

import pytest
import yaml

import model_collapse as mc
from coursebook import ROOT
from coursebook.tools import prose, quantities, terms
from coursebook.tools.questions import AUDIENCES, FILE, TERM, load, of, plain, texts
from model_collapse import theory

MISCONCEPTIONS, QUESTIONS = load(ROOT / FILE)
RAW = tomllib.loads((ROOT / FILE).read_text(encoding="utf-8"))["question"]
CONTENT = ("Concepts", "Theory", "Experiments", "Beyond the paper", "Governance")
NO_CHAPTERS = {"book/one-page", "book/self-check"}
"""Pages of these parts that sum up what others teach."""

DATED = re.compile(r"\d[\d.,]*\d|\d%")


def chapters():
    """Return the chapters of the parts that teach."""
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    named = [page["file"] for part in parts if part["caption"] in CONTENT for page in part["chapters"]]
    return [name for name in named if name not in NO_CHAPTERS]


def test_there_are_questions_for_everybody():
    counts = Counter(question.audience for question in QUESTIONS)
    assert len(QUESTIONS) >= 60
    assert counts["manager"] >= 20
    assert counts["practitioner"] >= 25
    assert counts["researcher"] >= 15
    assert len(of(QUESTIONS, "manager", ten=True)) == 10
    assert not any(question.ten for question in QUESTIONS if question.audience != "manager")


def test_every_chapter_has_two_questions_and_no_question_has_another_chapter():
    counts = Counter(question.chapter for question in QUESTIONS)
    assert len(chapters()) > 30
    assert {name for name in chapters() if counts[name] < 2} == set()
    assert set(counts) <= set(chapters())


def test_every_misconception_has_two_questions_and_is_shown_in_two():
    about = Counter(question.misconception for question in QUESTIONS)
    shown = Counter(option.shows for question in QUESTIONS for option in question.options if not option.right)
    assert {name for name in MISCONCEPTIONS if about[name] < 2 or shown[name] < 2} == set()
    assert all(sentence.endswith(".") and sentence.count(". ") == 0 for sentence in MISCONCEPTIONS.values())


def test_neither_place_nor_length_tells_the_right_option():
    three = [question for question in QUESTIONS if len(question.options) == 3]
    assert len(three) > 0.9 * len(QUESTIONS)
    for audience in AUDIENCES:
        places = Counter(question.right for question in of(three, audience))
        assert max(places.values()) - min(places[at] for at in range(3)) <= 3, audience
    lengths = [[len(plain(q, option.text)) for option in q.options] for q in QUESTIONS]
    for end in (min, max):
        hits = sum(length[q.right] == end(length) for length, q in zip(lengths, QUESTIONS, strict=True))
        assert 0.2 * len(QUESTIONS) <= hits <= 0.45 * len(QUESTIONS)


def test_options_differ_and_no_text_is_said_twice():
    for question in QUESTIONS:
        shown = [plain(question, option.text) for option in question.options]
        assert len(set(shown)) == len(shown), question.id
        assert len(set(texts(question))) == len(texts(question)), question.id
    asked = [question.text for question in QUESTIONS]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_no_number_is_typed_and_every_number_is_used(question):
    shown = " ".join(texts(question))
    assert DATED.findall(TERM.sub(r"\1", shown)) == []
    used = set(re.findall(r"\{(\w+)\}(?!`)", shown))
    entry = next(entry for entry in RAW if entry["id"] == question.id)
    arguments = {v for number in entry.get("numbers", {}).values() for v in number.values() if isinstance(v, str)}
    assert set(entry.get("given", {})) | set(entry.get("numbers", {})) <= used | arguments
    assert "{" not in plain(question, shown)
    assert "`" not in plain(question, shown)


def test_texts_end_as_they_should():
    for question in QUESTIONS:
        assert question.text.endswith("?"), question.id
        assert question.explanation.endswith((".", '."')), question.id
        for option in question.options:
            assert not option.text.endswith("."), question.id
            assert option.right or option.because.endswith((".", "?")), question.id


def test_words_of_the_glossary_are_those_of_the_glossary():
    known = set(terms.listed())
    for question in QUESTIONS:
        for found in re.finditer(terms.TERM, " ".join(texts(question))):
            assert (found["target"] or found["shown"]).lower() in known, question.id


GOLDEN = (5**0.5 - 1) / 2
CLOSED = {
    ("equal-amounts", "golden"): GOLDEN,
    ("ten-per-real-row", "best"): (0.41**0.5 - 0.1) / 2,
    ("ten-per-real-row", "pooled"): 1.1 / 2.1,
    ("against-pooling", "naive"): 1 - 1.5 * GOLDEN,
    ("same-real-rows", "worse"): (1 - GOLDEN) ** 2 / (GOLDEN * (2 - GOLDEN)),
    ("may-be-kept", "left"): 1 / 2,
    ("below-break-even", "even"): 1 / 3,
    ("margin-of-error", "error"): 1.1 / 2.1 * 11,
    ("margin-of-error", "margin"): (1.1 / 2.1 * 11) ** 0.5,
    ("quarter-of-the-price", "saving"): (1 - 0.5) ** 2,
    ("quarter-of-the-price", "hundredth"): 0.9**2,
    ("typical-error", "typical"): 1 - GOLDEN**0.5,
    ("unseen-bias", "times"): 0.9 / 0.1,
    ("error-rises-for-a-year", "left"): 0.3**2,
    ("piling-up", "settled"): 3.141592653589793**2 / 6,
    ("generator-on-last-week", "learner"): 5 / 9,
    ("generator-on-last-week", "seen"): 400,
    ("hundredth-of-the-price", "needed"): 99_000,
    ("hundredth-of-the-price", "cost"): 990,
    ("hundredth-of-the-price", "real"): 100,
    ("hundredth-of-the-price", "synthetic"): 9_000,
    ("no-news-to-weigh", "error"): 1 + (1 - GOLDEN) ** 2 / (GOLDEN * (2 - GOLDEN)),
    ("root-of-k", "best"): (0.0401**0.5 - 0.01) / 2,
    ("root-of-k", "error"): (GOLDEN**2 + 0.01 * (1 - GOLDEN) ** 2) / (GOLDEN * (2 - GOLDEN)),
    ("generator-on-last-week", "one"): (1.0625**0.5 - 0.25) / 2,
    ("counts-that-scatter", "best"): ((1 / 49 + 4 / 7) ** 0.5 - 1 / 7) / 2,
    ("half-of-the-error", "pooled"): 1.01 / 2.01,
    ("one-pass-or-fifty", "noise"): 1 / 100,
    ("broke-in-week-sixty", "part"): 26 / 86,
    ("seen-through-its-rows", "seen"): 900,
    ("mean-stays-near-twenty", "threshold"): 1 - (4 / 6) ** 0.5,
    ("wider-covariates", "moved"): 1 / 9,
    ("half-the-variance", "best"): 1 / 2,
    ("half-the-variance", "wrong_way"): 3**0.5 - 1,
    ("bias-of-one-standard-error", "error"): 1,
    ("weight-below-the-price", "best"): 0.5**0.5,
}
"""Numbers by hand, beside those that the package gives."""


@pytest.mark.parametrize(("name", "number"), CLOSED, ids="-".join)
def test_numbers_are_those_of_a_formula_by_hand(name, number):
    entry = next(entry for entry in RAW if entry["id"] == name)
    found = quantities.values(entry.get("given", {}), entry["numbers"])[number]
    assert found == pytest.approx(CLOSED[name, number], rel=1e-9)


def test_a_number_that_no_formula_gives_by_hand_is_the_chapters():
    weight_in_fit = next(q for q in QUESTIONS if q.id == "wider-covariates").numbers["best"]
    assert f"which is {weight_in_fit}." in prose.markdown(ROOT / "notebooks/theory/regression.ipynb")[0]
    exponential = next(q for q in QUESTIONS if q.id == "exponential-rows").numbers["best"]
    assert (
        f"{{dropdown}} {exponential}, and {exponential}"
        in prose.markdown(ROOT / "notebooks/theory/distributions.ipynb")[0]
    )
    ridge = next(q for q in QUESTIONS if q.id == "ridge-with-one-penalty").numbers["ridge"]
    assert f"{ridge}" == f"{float(theory.ridge_optimal_weight(100, 100, 100, 100 / (4 * 100), 4)):.3f}"
    visits = next(q for q in QUESTIONS if q.id == "counts-that-scatter").numbers["best"]
    assert f"it is {visits}." in prose.markdown(ROOT / "notebooks/experiments/golden-ratio.ipynb")[0]
    assert float(mc.optimal_weight(1)) == pytest.approx(GOLDEN)
