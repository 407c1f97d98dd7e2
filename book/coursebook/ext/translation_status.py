"""Sphinx extension: the directive `translation-status` counts what is translated, page by page."""

from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

from coursebook import catalogues
from coursebook.ext._gettext import gettext as _
from coursebook.ext.languages import read


def count(catalog):
    """Return how many messages of a catalogue are translated, outdated and untranslated."""
    messages = [message for message in catalog if message.id]
    outdated = sum(message.fuzzy for message in messages)
    translated = sum(bool(message.string) and not message.fuzzy for message in messages)
    return translated, outdated, len(messages) - translated - outdated


def _row(cells):
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


def table(head, rows):
    """Return a table; its nodes have no source, so that Sphinx does not take them for texts to translate."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _cell in head), cols=len(head))
    group += nodes.thead("", _row(map(nodes.Text, head)))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return nodes.table("", group, classes=["mc-status"])


class TranslationStatus(SphinxDirective):
    """Write one table for each language."""

    def link(self, page):
        """Return a link to a page that shows its title."""
        target = {"refdomain": "std", "reftype": "doc", "reftarget": f"/{page}", "refexplicit": False}
        return pending_xref("", nodes.inline("", page), refdoc=self.env.docname, refwarn=True, **target)

    def run(self):
        """Count the pages of the contents, in their order, the package's words, and all together."""
        found, root = [], Path(self.env.srcdir)
        for language in catalogues.languages(root)[1:]:
            counts = {}
            for page in self.config.external_site_map:
                name = page.rsplit(".", 1)[0] if page.endswith((".md", ".ipynb")) else page
                file = catalogues.page(name, language, root)
                if catalog := read(file):
                    counts[name] = count(catalog)
                self.env.note_dependency(file.relative_to(root).as_posix())
            rows = [[self.link(name), *(nodes.Text(str(n)) for n in row)] for name, row in counts.items()]
            if catalog := read(catalogues.package(language, root)):
                words = _("Words in figures, explorers and notebooks")
                counts[words] = count(catalog)
                rows.append([nodes.Text(words), *(nodes.Text(str(n)) for n in counts[words])])
            sums = [nodes.Text(str(sum(column))) for column in zip(*counts.values(), strict=True)]
            rows.append([nodes.Text(_("All together")), *sums])
            found.append(table([_("Page"), _("Translated"), _("Outdated"), _("Not translated")], rows))
        return found


def setup(app):
    """Connect to Sphinx."""
    app.add_directive("translation-status", TranslationStatus)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
