"""A file of questions that is at fault is refused in one sentence; one that is sound becomes the pages."""

import re

import pytest

from coursebook import ROOT
from coursebook.ext import printed_test
from coursebook.tools import prose, questions, reading_time
from tests.coursebook.small_questions import FAULTS, write

SECTION = """## With {number}`one.n` new real and as many synthetic rows, which weight is best?

:::{div} mc-options
1. A
1. B
1. C
:::

::::{dropdown} Answer
:::{div} mc-options
"""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence(tmp_path, fault):
    old, new, said = FAULTS[fault]
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        questions.load(write(tmp_path, old, new))
    assert str(caught.value).endswith((".", ")"))
    assert "\n" not in str(caught.value)


def test_a_sound_file_is_read(tmp_path):
    misconceptions, (question,) = questions.load(write(tmp_path))
    assert misconceptions["rows-are-rows"] == "A row is a row."
    assert question.numbers == {"n": "100", "best": "0.618", "naive": "0.5"}
    assert question.options[question.right].text == "{best}"
    assert questions.plain(question, question.explanation) == "It leaves 0.618 of the error."
    said = {"It leaves {number}`one.best` of the error.": "誤差は{number}`one.best`倍です。"}
    assert questions.plain(question, question.explanation, said) == "誤差は0.618倍です。"
    assert [question.said(option) for option in question.options if option.right] == [question.explanation]


def test_a_page_has_its_questions_in_the_place_of_the_block(tmp_path):
    file = write(tmp_path)
    _, (question,) = questions.load(file)
    page = tmp_path / "page.md"
    page.write_text(
        '# P\n\n```{questions} book/trainer/questions.toml\naudience = "manager"\nten = true\n```\n\nEnd.\n'
    )
    text = questions.expanded(page.read_text(), page)
    section = SECTION
    for letter, option in zip("ABC", question.options, strict=True):
        section = section.replace(f"1. {letter}\n", f"1. {questions.message(question, option.text)}\n")
    assert section in text
    assert "1. **Right.**\n\n   It leaves {number}`one.best` of the error.\n" in text
    assert "Taught in {doc}`/chapter`." in text
    assert text.startswith("# P\n\n## With")
    assert text.endswith("::::\n\n\nEnd.\n")
    assert prose.markdown(page)[0] == text
    assert reading_time.content(page).answers == 1
    for others in ('audience = "manager"\nten = false\n', 'audience = "researcher"\n'):
        block = f"```{{questions}} book/trainer/questions.toml\n{others}```"
        assert questions.expanded(block, page) == ""
    listed = questions.expanded("```{questions} book/trainer/questions.toml\n```", page)
    assert listed == "- One number is always right.\n- A row is a row."


def test_a_page_without_a_block_is_left_alone(tmp_path):
    assert questions.expanded("```{other} a\n```\n", tmp_path / "page.md") == "```{other} a\n```\n"


@pytest.fixture(scope="module")
def known():
    return questions.load(ROOT / questions.FILE)[1]


def test_a_test_is_chosen_by_tags_and_seed(known):
    ten = printed_test.choose(known, "manager")
    assert len({question.id for question in ten}) == 10
    assert ten == printed_test.choose(known, "manager", number=10, seed=1)
    assert {q.id for q in ten} != {q.id for q in printed_test.choose(known, "manager", seed=2)}
    assert not {q.id for q in ten} & {q.id for q in printed_test.choose(known, "manager", skip=10)}
    twenty = printed_test.choose(known, "practitioner", number=20)
    assert len(twenty) == len({question.id for question in twenty}) == 20
    governed = printed_test.choose(known, "practitioner", 5, chapters=["notebooks/governance"])
    assert all(question.chapter.startswith("notebooks/governance/") for question in governed)
    about = printed_test.choose(known, "manager", 2, misconceptions=["rows-or-weight", "bias-shrinks"])
    assert {question.misconception for question in about} == {"rows-or-weight", "bias-shrinks"}


def test_no_misconception_comes_again_before_all_others_have_come(known):
    for audience in questions.AUDIENCES:
        chosen = questions.of(known, audience)
        order = [question.misconception for question in printed_test.ordered(chosen, 3)]
        kinds = len(set(order))
        assert len(set(order[:kinds])) == kinds
        assert sorted(q.id for q in printed_test.ordered(chosen, 3)) == sorted(q.id for q in chosen)


def test_the_right_answers_of_a_test_stand_in_every_place(known):
    for audience in questions.AUDIENCES:
        for skip in (0, 10):
            places = [question.right for question in printed_test.choose(known, audience, skip=skip)]
            assert sorted(map(places.count, range(3))) == [3, 3, 4]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"audience": "boss"}, "A test is for one of manager, practitioner, researcher, and not for 'boss'."),
        ({"audience": "manager", "number": 99}, "A test for a manager asks for 99 questions, and there are 23"),
        ({"audience": "manager", "number": 0}, "A test for a manager asks for 0 questions, and there are 23"),
        ({"audience": "manager", "skip": 20}, "A test for a manager asks for 10 questions, and there are 3"),
        ({"audience": "manager", "chapters": ["x"]}, "A test for a manager asks for 10 questions, and there are 0"),
    ],
)
def test_a_test_that_cannot_be_is_refused(known, asked, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        printed_test.choose(known, **asked)
