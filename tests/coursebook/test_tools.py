"""The tools that keep notebooks clean and builds fresh."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from coursebook.tools import build, notebooks

TAGGED = {"tags": [notebooks.TAG]}


def cell(source, text, **metadata):
    picture = {"text/plain": text, "image/png": "iVBORw0KGgo=", "text/html": f"<b>{text}</b>"}
    output = new_output("execute_result", data=picture, execution_count=9, metadata={"image/png": {"width": 3}})
    return new_code_cell(source, outputs=[output], execution_count=9, metadata=metadata)


def sample():
    cells = [
        new_markdown_cell("# Words"),
        *(cell(f"{n} + {n}", str(2 * n), **TAGGED) for n in range(3)),
        cell("9", "9"),
    ]
    cells[1].metadata["execution"] = {"iopub.status.idle": "2026-01-01T00:00:00Z"}
    return new_notebook(cells=cells, metadata={"widgets": {}, "language_info": {"name": "python", "version": "3.11.9"}})


def store(folder, notebook):
    path = folder / "chapter.ipynb"
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    return path


def test_clean_keeps_text_of_tagged_cells_and_nothing_else():
    cleaned = notebooks.clean(sample())
    assert [len(cell.outputs) for cell in cleaned.cells[1:]] == [1, 1, 1, 0]
    assert set(cleaned.cells[1].outputs[0].data) == {"text/plain", "text/html"}
    assert cleaned.cells[1].outputs[0].metadata == {}
    assert "execution" not in cleaned.cells[1].metadata
    assert cleaned.metadata == notebooks.METADATA


def test_clean_numbers_executions_by_place():
    cleaned = notebooks.clean(sample())
    assert [cell.execution_count for cell in cleaned.cells[1:]] == [1, 2, 3, None]


def test_clean_twice_is_clean_once():
    once = nbformat.writes(notebooks.clean(sample()))
    assert nbformat.writes(notebooks.clean(nbformat.reads(once, as_version=4))) == once


def test_cells_get_ids_of_their_own():
    twins = notebooks.clean(new_notebook(cells=[new_code_cell("1"), new_code_cell("2")]))
    assert len({cell.id for cell in twins.cells}) == 2
    assert all(cell.id.startswith("cell-") for cell in twins.cells)


def test_an_id_survives_an_edit():
    notebook = notebooks.clean(sample())
    before = [cell.id for cell in notebook.cells]
    notebook.cells[0].source = "# Other words"
    assert [cell.id for cell in notebooks.clean(notebook).cells] == before


def test_faults_of_a_clean_notebook_are_none(tmp_path):
    assert notebooks.faults(store(tmp_path, notebooks.clean(sample()))) == []


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda notebook: notebook.cells[2].outputs.clear(), "cell 3 is tagged nbval-check-output but has no stored"),
        (lambda notebook: notebook.cells[1].metadata.pop("tags"), "2 cells are tagged"),
        (lambda notebook: notebook.metadata.update(author="someone"), "not in the stored form"),
        (lambda notebook: notebook.cells[4].update(outputs=[new_output("stream", text="x")]), "not in the stored form"),
        (
            lambda notebook: notebook.cells[1].update(
                outputs=[new_output("error", ename="E", evalue="", traceback=[])]
            ),
            "cell 2 has stored an exception",
        ),
    ],
)
def test_faults_name_the_place(tmp_path, spoil, complaint):
    notebook = notebooks.clean(sample())
    spoil(notebook)
    found = notebooks.faults(store(tmp_path, notebook))
    assert any(complaint in fault and "chapter.ipynb" in fault for fault in found), found


def test_fingerprint_sees_content_and_names_and_nothing_else(tmp_path):
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "one.py"
    file.write_text("1")
    first = build.fingerprint(tmp_path)
    assert build.fingerprint(tmp_path) == first
    (tmp_path / "a" / "__pycache__").mkdir()
    (tmp_path / "a" / "__pycache__" / "one.pyc").write_text("x")
    assert build.fingerprint(tmp_path) == first
    file.write_text("2")
    assert build.fingerprint(tmp_path) != first
    file.write_text("1")
    assert build.fingerprint(tmp_path) == first
    file.rename(tmp_path / "a" / "two.py")
    assert build.fingerprint(tmp_path) != first


def test_fingerprint_is_the_same_in_another_folder(tmp_path):
    for place in ("here", "there"):
        (tmp_path / place / "src").mkdir(parents=True)
        (tmp_path / place / "src" / "one.py").write_text("1")
    assert build.fingerprint(tmp_path / "here" / "src") == build.fingerprint(tmp_path / "there" / "src")


@pytest.fixture
def sources(tmp_path):
    for name in ("src/lab.py", "requirements.lock", "_config.yml", "_toc.yml", "book/page.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("first")
    build.forget_stale(tmp_path)
    for product in (".jupyter_cache", ".doctrees", "html"):
        (tmp_path / "_build" / product).mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        (None, {".jupyter_cache", ".doctrees", "html"}),
        ("src/lab.py", set()),
        ("requirements.lock", set()),
        ("_config.yml", {".jupyter_cache"}),
        ("book/page.md", {".jupyter_cache"}),
    ],
)
def test_what_a_change_makes_stale_is_forgotten(sources, changed, left):
    if changed:
        (sources / changed).write_text("second")
    build.forget_stale(sources)
    assert {path.name for path in (sources / "_build").iterdir() if path.is_dir()} == left
