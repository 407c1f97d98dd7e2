"""The decision tree: its words in their order, as a list for pages and as lines of text."""

import xml.etree.ElementTree as ET

import pytest

from model_collapse.practice import decision


@pytest.fixture(scope="module")
def tree():
    return decision.decision_tree()


def boxes(page):
    """Return every item of the list as pairs of class and text."""
    found = ET.fromstring(page)
    assert found.tag == "figure"
    return [[(p.get("class"), p.text) for p in item] for item in found.find("ol")]


def test_every_question_stands_with_its_answers_and_advice(tree):
    *asked, last = boxes(tree._repr_html_())
    assert len(asked) == len(decision.steps()) >= 4
    for item, step in zip(asked, decision.steps(), strict=True):
        assert item == [
            ("mc-question", step.question),
            ("mc-ends", step.ends_with),
            ("mc-advice", step.advice),
            ("mc-on", step.goes_on_with),
        ]
        assert {step.ends_with, step.goes_on_with} == {"yes", "no"}
    assert last == [("mc-start", decision.start())]
    assert "0.618" in decision.start()
    assert ET.fromstring(tree._repr_html_()).findtext("figcaption") == tree.caption


def test_rows_that_may_be_kept_are_fitted_alone_and_old_rows_are_not_mixed(tree):
    moves, keep, average, new, shift, wiring = tree.steps
    assert [step.ends_with for step in tree.steps] == ["no", "yes", "yes", "no", "no", "no"]
    assert "stand still" in moves.question
    assert "Slow wear adds up" in moves.question
    assert "Let recent rows count more" in moves.advice
    assert "goes stale" in moves.advice
    moved = (12**0.5 - 2) / 2  # w^2 + 2 w - 2 = 0: one row's error from the synthetic row, one from the step
    assert f"with equal amounts {moved:.3f} instead of 0.618" in moves.advice
    assert "neural networks" in average.advice
    assert "fit them alone" in keep.advice
    assert "Do not mix" in new.advice
    assert "Measure it first" in shift.advice
    assert wiring.question.startswith("Do the synthetic rows come from last round's model, or from another one")
    assert "last round's real rows alone, with equal amounts: 0.667." in wiring.advice
    assert "this round's real rows alone: do not mix" in wiring.advice


def test_the_text_numbers_the_same_words(tree):
    caption, *lines = str(tree).splitlines()
    assert repr(tree) == str(tree)
    assert caption == tree.caption
    said = [f"{step.question} If {step.ends_with}: {step.advice}" for step in tree.steps]
    assert lines == [f"{number}. {line}" for number, line in enumerate([*said, tree.start], 1)]


def test_words_cannot_break_out_of_the_html():
    hard = 'a < b & "c"'
    made = decision.DecisionTree(hard, [decision.Step(hard, hard, hard, hard)], hard)
    assert [text for item in boxes(made._repr_html_()) for _, text in item] == [hard] * 5


def test_one_more_step_is_one_more_item():
    step = decision.Step("Does the truth move?", "yes", "Read on.", "no")
    tree = decision.DecisionTree("Asked.", [*decision.steps(), step], "Start.")
    assert len(boxes(tree._repr_html_())) == len(decision.steps()) + 2
