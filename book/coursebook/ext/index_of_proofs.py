"""Sphinx extension: the directive `index-of-proofs` writes the table of what is proved, and where."""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from coursebook.tools import proofs


class IndexOfProofs(SphinxDirective):
    """Write a table, one row a statement."""

    def run(self):
        """Write the table in Markdown and let the page's parser read it."""
        root = Path(self.env.srcdir)
        rows = ["| statement | title | chapter |", "| --- | --- | --- |"]
        for found in proofs.statements(root):
            self.env.note_dependency(str(root / found.chapter))
            rows.append(f"| {{prf:ref}}`{found.label}` | {found.title} | [{found.heading}](/{found.chapter}) |")
        parent = nodes.container(classes=["mc-proofs"])
        self.state.nested_parse(StringList(rows, source="proofs"), self.content_offset, parent)
        return [parent]


def setup(app):
    """Connect to Sphinx."""
    app.add_directive("index-of-proofs", IndexOfProofs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
