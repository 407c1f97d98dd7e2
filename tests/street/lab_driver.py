"""An explorer in a real JupyterLab: the slider sets Python's value, and Python sets the slider."""

import re
from contextlib import suppress

import nbformat
from playwright.sync_api import TimeoutError as TooLate

CELLS = (
    "import model_collapse as mc\ndial = mc.explorers.WeightDial(weight=0.5)\ndial",
    'print(f"Python reads {dial.weight:.3f}.")',
    "dial.weight = 0.25",
)
NAME = "explorer-under-test.ipynb"
SHOWN = "text => document.querySelector('.mc-live input[name=weight]').previousSibling.value === text"


def write_notebook(folder):
    """Write the notebook that the browser opens."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / NAME)


def drive(page, address):
    """Run the cells, move the slider by keyboard, and return what Python read and what the slider shows at the end."""
    start, _, query = address.partition("?")
    page.goto(f"{start.rstrip('/')}/tree/notebooks/{NAME}?{query}")
    cell = page.locator(".jp-CodeCell")
    cell.first.wait_for(timeout=90_000)
    # A cell that runs before the kernel is there makes JupyterLab ask for one, in a dialog that covers the page.
    page.locator(".jp-KernelName", has_text="Python 3").wait_for(timeout=90_000)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=90_000)

    def run(number):
        # A kernel that has only just started may not hear the first call.
        prompt = cell.nth(number).locator(".jp-InputPrompt", has_text=re.compile(r"\d"))
        for _ in range(20):
            cell.nth(number).locator(".cm-content").click()
            page.keyboard.press("Shift+Enter")
            with suppress(TooLate):
                return prompt.wait_for(timeout=10_000)
        raise AssertionError(f"cell {number + 1} does not run.")

    run(0)
    slider = page.locator(".mc-live input[name=weight]")
    slider.wait_for(timeout=90_000)
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(SHOWN, arg="0.504", timeout=90_000)
    run(1)
    said = cell.nth(1).locator(".jp-OutputArea-output", has_text="Python reads")
    said.wait_for(timeout=90_000)
    run(2)
    page.wait_for_function(SHOWN, arg="0.250", timeout=90_000)
    return said.inner_text().strip(), page.locator(".mc-live .mc-said").inner_text()
