"""A small file of questions, to plant faults in."""

from coursebook.tools.questions import FILE

TOC = "format: jb-book\nroot: page\nchapters:\n  - file: chapter\n"
QUESTION = """
[[question]]
id = "one"
text = "With {n} new real and as many synthetic rows, which weight is best?"
chapter = "chapter"
audience = "manager"
misconception = "one-number"
ten = true
given = { n = 100 }
options = [
  { right = "{best}" },
  { wrong = "{naive}", because = "It is the share of the rows.", shows = "rows-are-rows" },
  { wrong = "Any", because = "One is best.", shows = "one-number" },
]
explanation = "It leaves {best} of the error."
[question.numbers]
best = { of = "best weight", k = 1, shows = ".3f" }
naive = { of = "naive weight", k = 1, shows = ".1f" }
"""
TEXT = f"""
[misconceptions]
one-number = "One number is always right."
rows-are-rows = "A row is a row."
{QUESTION}"""

FAULTS = {
    "no TOML": ('id = "one"', 'id = "one', "The file of questions is not TOML: "),
    "missing chapter": (
        'chapter = "chapter"',
        'chapter = "charter"',
        "Question one: the chapter is 'charter', and has to be a page that _toc.yml names.",
    ),
    "two right options": (
        '{ wrong = "Any", because = "One is best.", shows = "one-number" }',
        '{ right = "Any" }',
        "Question one: 2 of 3 options are right, and it has to be one of three or more.",
    ),
    "no right option": (
        '  { right = "{best}" },\n',
        "",
        "Question one: 0 of 2 options are right, and it has to be one",
    ),
    "too few options": (
        '  { wrong = "Any", because = "One is best.", shows = "one-number" },\n',
        "",
        "Question one: 1 of 2 options are right, and it has to be one of three or more.",
    ),
    "unknown misconception": (
        'misconception = "one-number"',
        'misconception = "one-word"',
        "Question one: the misconception is 'one-word', and has to be one of one-number, rows-are-rows.",
    ),
    "unknown misconception of an option": (
        'shows = "rows-are-rows"',
        'shows = "rows"',
        "Question one: the misconception of an option is 'rows', and has to be one of one-number, rows-are-rows.",
    ),
    "a misconception that no option shows": (
        'shows = "one-number"',
        'shows = "rows-are-rows"',
        "Question one: its misconception is one-number, and no wrong option shows it.",
    ),
    "unknown audience": (
        'audience = "manager"',
        'audience = "boss"',
        "Question one: the audience is 'boss', and has to be one of manager, practitioner, researcher.",
    ),
    "an option without a reason": (
        'because = "One is best.", ',
        "",
        "Question one: an option has shows, wrong, and has to have right, or wrong, because and shows.",
    ),
    "a key that is missing": (
        'explanation = "It leaves {best} of the error."\n',
        "",
        "Question one: it lacks explanation, and a question has audience, chapter,",
    ),
    "a key that is not known": ("ten = true", "eleven = true", "Question one: it has eleven, and a question has "),
    "an id with a blank": ('id = "one"', 'id = "one two"', "Question one two: an id is made of small letters"),
    "the same id twice": (QUESTION, QUESTION * 2, "Question one: an earlier question has the same id"),
    "unknown quantity": (
        'of = "best weight"',
        'of = "__import__"',
        "Question one: the number best is of '__import__', and has to be of value, sum, ",
    ),
    "wrong arguments": (
        'best = { of = "best weight", k = 1',
        'best = { of = "best weight", q = 1',
        "Question one: the number best has the arguments q, and 'best weight' takes k, ",
    ),
    "an argument that is no number": (
        'best = { of = "best weight", k = 1',
        'best = { of = "best weight", k = "m"',
        "Question one: the number best has k = 'm', and above it stand n.",
    ),
    "a number that cannot be": (
        'best = { of = "best weight", k = 1',
        'best = { of = "best weight", k = -1',
        "Question one: k must be above zero",
    ),
    "a format that is none": ('shows = ".3f"', 'shows = "3 digits"', "Question one: the number best shows '3 digits'"),
    "a number that is not there": (
        'right = "{best}"',
        'right = "{bset}"',
        "Question one: a text shows the number bset, ",
    ),
    "a formula": ("is best?", "is $w^*$?", "Question one: a text holds '$', which not every learning platform reads"),
    "an arrow": ('wrong = "Any"', 'wrong = "k -> 1"', "Question one: a text holds '->'"),
}
"""What is in the place of what, and the sentence that is said."""


def write(folder, old="", new=""):
    """Write the contents and the file, with one text in the place of another; return the file."""
    assert old in TEXT, old
    file = folder / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    (folder / "_toc.yml").write_text(TOC, encoding="utf-8")
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return file
