"""The file for learning platforms, read back by a reader that knows nothing of its writer."""

import pytest

from coursebook import ROOT
from coursebook.ext.questions import messages
from coursebook.tools import gift
from coursebook.tools.questions import FILE, Option, Question, load, plain
from tests.coursebook.gift_reader import GiftError, read

QUESTIONS = load(ROOT / FILE)[1]
NASTY = r"a~b =c #d {e e} f:g \h ::i:: //j %50% ####k"


def one(text):
    """Return a question that says one thing everywhere."""
    options = (Option(text, False, text, "x"), Option(f"{text} right", True, "", ""), Option("w", False, "", "x"))
    return Question("one", text, "a/b", "manager", "x", options, text, False, {})


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_written_is_read_back(language):
    said = messages(language, ROOT)
    found = read(gift.written(QUESTIONS, said))
    assert [entry["id"] for entry in found] == [question.id for question in QUESTIONS]
    for entry, question in zip(found, QUESTIONS, strict=True):

        def shown(text, question=question):
            return plain(question, text, said)

        assert entry["stem"] == shown(question.text)
        assert entry["general"] == shown(question.explanation)
        assert entry["answers"] == [(o.right, shown(o.text), shown(o.because)) for o in question.options]
        assert entry["title"] == question.id
        assert entry["tags"] == [question.audience, question.chapter.split("/")[-1], question.misconception]
        assert entry["category"] == f"Model Collapse/{question.audience.title()}s"
        assert sum(right for right, _text, _feedback in entry["answers"]) == 1


def test_what_means_something_to_the_format_is_escaped():
    (entry,) = read(gift.written([one(NASTY)], {}))
    assert entry["stem"] == entry["general"] == NASTY
    assert entry["answers"][:2] == [(False, NASTY, NASTY), (True, f"{NASTY} right", "")]
    assert gift.escaped("a:b") == r"a\:b"


@pytest.mark.parametrize("character", ["~", "=", "#", "{", "}", "::", "\\\\="])
def test_each_escape_is_needed(monkeypatch, character):
    question = one(f"a{character}b")
    assert read(gift.written([question], {}))[0]["answers"][0][1] == f"a{character}b"
    monkeypatch.setattr(gift, "escaped", str)
    monkeypatch.setattr(
        gift, "entry", lambda *given, write=gift.entry: write(*given).replace("::one::", f"::{character}::")
    )
    try:
        (entry,) = read(gift.written([question], {}))
    except GiftError:
        return
    assert entry["answers"][0] != (False, f"a{character}b", f"a{character}b") or entry["title"] != character


def test_the_reader_refuses_what_a_platform_would_misread():
    for text in ("::a:: b {=c}", "a {=b ~c}", "::a:: b {=c ~d} {=e ~f}", "::a:: b {=c->d ~e}", "::a:: [html] {=c ~d}"):
        with pytest.raises(GiftError):
            read(f"// [id:a]\n{text}")


def test_translated_texts_are_japanese():
    found = read(gift.written(QUESTIONS, messages("ja", ROOT)))
    managers = [entry for entry in found if entry["tags"][0] == "manager"]
    assert len(managers) >= 20
    for entry in managers:
        for text in (entry["stem"], entry["general"], *(text for _right, *both in entry["answers"] for text in both)):
            assert not text or not text.isascii() or text.strip("0123456789.,%") == "", text
