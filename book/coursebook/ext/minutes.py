"""Sphinx extension: the role `minutes` says how many minutes the named pages take, by `reading_time`."""

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from coursebook.tools import reading_time


class Minutes(SphinxRole):
    """Write the sum for the pages, named from the book's root without their endings."""

    def run(self):
        """Return the number."""
        pages = [Path(self.env.doc2path(name)) for name in self.text.split()]
        for page in pages:
            if not page.exists():
                message = self.inliner.reporter.error(f"minutes: there is no page {page}.", line=self.lineno)
                return [], [message]
            self.env.note_dependency(str(page))
        language, root = self.config.language, Path(self.env.srcdir)
        return [nodes.Text(str(reading_time.minutes(*pages, language=language, root=root)))], []


def setup(app):
    """Connect to Sphinx."""
    app.add_role("minutes", Minutes())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
