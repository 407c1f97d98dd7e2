"""Execute the chapters and keep what a test compares: text outputs of tagged cells, and nothing else.

`notebooks.py` executes and rewrites them; `notebooks.py --check` only says what is not in that form.
"""

import argparse
import ast
import hashlib
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from coursebook import ROOT

TAG = "nbval-check-output"
LEAST_TAGGED = 3
LONGEST = 80
"""Letters of a line of code that a page shows beside its contents without a scroll bar."""
HIDDEN = {"remove-input", "hide-input", "remove-cell"}
TEXT = ("text/plain", "text/html")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def tagged(cell):
    """Say whether the cell's stored output is compared."""
    return cell.cell_type == "code" and TAG in cell.metadata.get("tags", [])


def _text_only(output, position):
    if output.output_type in ("execute_result", "display_data"):
        output.data = {kind: text for kind, text in output.data.items() if kind in TEXT}
        output.metadata = {}
    if output.output_type == "execute_result":
        output.execution_count = position
    return output


def clean(notebook):
    """Bring a notebook into the stored form, in place."""
    notebook.metadata = nbformat.from_dict(METADATA)
    seen, position = set(), 0
    for cell in notebook.cells:
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
        if cell.get("id", "")[:5] != "cell-" or cell.id in seen:
            cell.id = f"cell-{digest}"
        seen.add(cell.id)
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            position += 1
            cell.execution_count = position if tagged(cell) else None
            cell.outputs = [_text_only(output, position) for output in cell.outputs] if tagged(cell) else []
    return notebook


def _formats(node):
    """Say whether a part of code writes values into a string."""
    percent = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant)
    called = isinstance(node, ast.Attribute) and node.attr == "format"
    return percent or called or isinstance(node, ast.JoinedStr)


def _visible(code):
    """Return what readers should not see in code."""
    longest = max(map(len, code.splitlines()), default=0)
    if longest > LONGEST:
        yield f"has a line of {longest} letters; {LONGEST} are seen without scrolling."
    if any(map(_formats, ast.walk(ast.parse(code)))):
        yield "formats a string; show a Table, or hide the cell."


def faults(path):
    """Return what keeps a notebook from the stored form, one sentence a fault."""
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    found = []
    compared = [(number, cell) for number, cell in enumerate(notebook.cells, 1) if tagged(cell)]
    for number, cell in compared:
        if not cell.outputs:
            found.append(f"{path}: cell {number} is tagged {TAG} but has no stored output; run `make notebooks`.")
        if any(output.output_type == "error" for output in cell.outputs):
            found.append(f"{path}: cell {number} has stored an exception.")
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code" and not HIDDEN & set(cell.metadata.get("tags", [])):
            found += [f"{path}: cell {number} {fault}" for fault in _visible(cell.source)]
    if len(compared) < LEAST_TAGGED:
        found.append(f"{path}: {len(compared)} cells are tagged {TAG}; a chapter has at least {LEAST_TAGGED}.")
    if text != nbformat.writes(clean(notebook)) + "\n":
        found.append(f"{path}: not in the stored form; run `make notebooks`.")
    return found


def refresh(path):
    """Execute a notebook and store it."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=600, coalesce_streams=True, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    path.write_text(nbformat.writes(clean(notebook)) + "\n", encoding="utf-8")


def main():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a notebook is not clean")
    parser.add_argument("paths", nargs="*", type=Path, help="notebooks; all of notebooks/ if left out")
    arguments = parser.parse_args()
    paths = arguments.paths or sorted((ROOT / "notebooks").rglob("*.ipynb"))
    paths = [path for path in paths if ".ipynb_checkpoints" not in path.parts]
    if not arguments.check:
        for path in paths:
            refresh(path)
    found = [fault for path in paths for fault in faults(path)]
    print(*found, sep="\n", file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
