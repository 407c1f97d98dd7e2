"""Sphinx extension: the directives `explorer` and `check-log`; scripts and a style for the pages that hold them."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective


def _number(text):
    """Return the number that a page says, or what it says instead, for the explorer to refuse."""
    try:
        return float(text)
    except ValueError:
        return text


class ExplorerDirective(SphinxDirective):
    """Show an explorer on a page; its options are the explorer's values, and `demonstrates` lets it play by itself."""

    required_arguments = 1

    def run(self):
        """Write the explorer as it stands in a notebook's output."""
        from model_collapse import explorers

        name = self.arguments[0]
        if name not in explorers.__all__:
            raise self.error(f"there is no explorer {name}; there are {', '.join(explorers.__all__)}.")
        values = {option: _number(text) for option, text in self.options.items() if option != "demonstrates"}
        try:
            page = getattr(explorers, name)(**values).html(demonstrates="demonstrates" in self.options)
        except ValueError as refusal:
            raise self.error(str(refusal)) from None
        return [nodes.raw("", page, format="html")]


class CheckLogDirective(SphinxDirective):
    """Show the form that audits a training log in the page."""

    def run(self):
        """Write the form."""
        from model_collapse.explorers import check_log

        return [nodes.raw("", check_log.html(), format="html")]


def add_directive(app):
    """Add the directives once the language is known, with the controls of all explorers as options."""
    from model_collapse import explorers

    found = (getattr(explorers, name).controls() for name in explorers.__all__)
    ExplorerDirective.option_spec = {name: directives.unchanged for controls in found for name in controls}
    ExplorerDirective.option_spec["demonstrates"] = directives.flag
    app.add_directive("explorer", ExplorerDirective)
    app.add_directive("check-log", CheckLogDirective)


def add_script(app, pagename, templatename, context, doctree):
    """Load script and style on the pages that need them, and there only."""
    for name, script in {"mc-explorer": "explorers.js", "mc-check-log": "check-log.js"}.items():
        if f'class="{name}"' in context.get("body", ""):
            app.add_js_file(script, loading_method="defer")
            app.add_css_file("explorers.css")


def write_script(app, exception):
    """Write script and style beside the other static files."""
    if exception or app.builder.format != "html":
        return
    from model_collapse.explorers import bundle

    static = Path(app.outdir) / "_static"
    (static / "explorers.js").write_text(bundle.page_script(), encoding="utf-8")
    (static / "check-log.js").write_text(bundle.check_script(), encoding="utf-8")
    (static / "explorers.css").write_text(bundle.style(), encoding="utf-8")


def setup(app):
    """Connect to Sphinx."""
    app.connect("builder-inited", add_directive)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", write_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
