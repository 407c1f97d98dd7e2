"""What is mended in a finished page: formulas and their stops, names of options, columns of sentences."""

import pytest
from bs4 import BeautifulSoup

from coursebook.ext.accessible import mend


def mended(body):
    page = BeautifulSoup(f'<html><body><article class="bd-article">{body}</article></body></html>', "html.parser")
    return mend(page).article.decode_contents()


@pytest.mark.parametrize("stop", [".", ",", "), ", "、"])
def test_a_formula_keeps_the_stop_behind_it(stop):
    formula = '<span class="math">x</span>'
    joined = f'<span class="mc-joined">{formula}{stop.strip()}</span>'
    assert mended(f"<p>{formula}{stop} And</p>") == f"<p>{joined}{stop[len(stop.strip()) :]} And</p>"


@pytest.mark.parametrize(("before", "bracket"), [("rows (", "("), ("rows [", "["), ("行（", "（"), ("(", "(")])
@pytest.mark.parametrize("stop", ["", ")."])
def test_a_formula_keeps_the_bracket_before_it(before, bracket, stop):
    formula = '<span class="math">x</span>'
    joined = f'<span class="mc-joined">{bracket}{formula}{stop}</span>'
    assert mended(f"<p>{before}{formula}{stop} of it</p>") == f"<p>{before.removesuffix(bracket)}{joined} of it</p>"


@pytest.mark.parametrize("behind", [" and", "<em>.</em>", ""])
def test_a_formula_without_a_stop_stays_as_it_is(behind):
    body = f'<p><span class="math">x</span>{behind}</p>'
    assert mended(body) == body


def test_the_name_of_an_option_stays_in_one_line():
    options = '<code><span class="pre">plan</span> <span class="pre">--bias</span></code>'
    assert mended(options) == options.replace('"pre">--', '"pre mc-joined">--')


def test_a_cell_with_a_sentence_gets_room_and_no_other():
    cells = '<table class="mc-table"><tr><td class="mc-words">{}</td></tr></table>'
    assert "mc-sentence" in mended(cells.format("The weight is at most the ceiling of its policy."))
    assert "mc-sentence" not in mended(cells.format("second model, last week's real rows"))


def test_names_and_long_words_of_a_table_may_break_and_numbers_may_not():
    row = '<table class="mc-table"><tr><th>{}</th><td class="mc-words">{}</td><td>{}</td></tr></table>'
    there = row.format("standard error", "gaussian_mean", "1_000.25")
    assert mended(there) == row.format("stan\N{SOFT HYPHEN}dard error", "gaussian_<wbr/>mean", "1_000.25")
    plain = row.format("weight", "ab &lt; b", "0.618")
    assert mended(plain) == plain
    elsewhere = "<table><tr><th>standard_error</th></tr></table><p>standard</p>"
    assert mended(elsewhere) == elsewhere


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("least norm, p = 3n/2", "least norm, p_=_3n/2"),
        ("1 / (m - 1)", "1_/_(m_-_1)"),
        ("sum n + m", "sum n_+_m"),
        ("p = 1,000", "p = 1,000"),
        ("best weight = its error", "best weight = its error"),
        ("pages - and books", "pages - and books"),
    ],
)
def test_a_short_formula_of_a_table_stays_in_one_line(typed, kept):
    cell = '<table class="mc-table"><tr><td class="mc-words">{}</td></tr></table>'
    assert mended(cell.format(typed)) == cell.format(kept.replace("_", "\N{NO-BREAK SPACE}"))


def test_heads_of_a_record_sheet_may_break():
    sheet = '<table class="mc-record"><thead><tr><th>{0}</th></tr></thead><tbody><tr><th>{1}</th></tr></tbody></table>'
    assert mended(sheet.format("distance", "distance")) == sheet.format("dis\N{SOFT HYPHEN}tance", "distance")


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("by ln(nu/2) - psi(nu/2)", "by ln(ν/2) - ψ(ν/2)"),
        ("at most rho^2 delta^2, minus rho", "at most ρ<sup>2</sup> δ<sup>2</sup>, minus ρ"),
        ("V_(t-1), n_t/N_t", "V<sub>t\N{MINUS SIGN}1</sub>, n<sub>t</sub>/N<sub>t</sub>"),
        ("for V_t = n, rows", "for V<sub>t</sub>\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}n, rows"),
        ("a number of keep_real", "a number of keep_real"),
        ("nuと重みw_tはrho^2です", "νと重みw<sub>t</sub>はρ<sup>2</sup>です"),
    ],
)
def test_a_claim_is_set_and_its_tests_are_not(typed, set_):
    row = '<table class="mc-claims"><tr><td>T1</td><td>{}</td><td>rho = V_t</td></tr></table>'
    assert mended(row.format(typed)) == row.format(set_)


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("w^2 + k (1-w)^2", "w<sup>2</sup> + k (1-w)<sup>2</sup>"),
        ("(K - w)(1 - w)^(h-1), then", "(K - w)(1 - w)<sup>h\N{MINUS SIGN}1</sup>, then"),
        ("2^(j (j-1)) and sinh^2(x/2)", "2<sup>j (j\N{MINUS SIGN}1)</sup> and sinh<sup>2</sup>(x/2)"),
        ("(sqrt(k^2 + 4k) - k) / 2", "(√(k<sup>2</sup> + 4k) - k) / 2"),
        ("either ^ or 2 ^ 3", "either ^ or 2 ^ 3"),
        ("(2-w)^2の解で", "(2-w)<sup>2</sup>の解で"),
    ],
)
def test_the_reference_raises_powers_and_code_does_not(typed, set_):
    item = '<dl class="py"><dt>{0}</dt><dd><p>{1}</p><code>{0}</code><pre>{0}</pre></dd></dl>'
    assert mended(item.format(typed, typed)) == item.format(typed, set_)
    assert mended(f"<p>{typed}</p>") == f"<p>{typed}</p>"
