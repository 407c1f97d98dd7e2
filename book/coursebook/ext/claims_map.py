"""Sphinx extension: the directive `claims-map` writes the table of claims, chapters and tests."""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from coursebook.tools import claims


def _words(test):
    """Say a test's name as a sentence, with its file."""
    file, name = test.split("::")
    return f"{name.removeprefix('test_').replace('_', ' ')} (`{file}`)"


class ClaimsMap(SphinxDirective):
    """Write a table, one row a claim."""

    def run(self):
        """Write the table in Markdown and let the page's parser read it."""
        tests = claims.in_tests()
        rows = ["| claim | what it says | tests |", "| --- | --- | --- |"]
        for label, says in claims.listed().items():
            named = "; ".join(_words(name) for found, name in tests if found == label)
            rows.append(f"| [{label}](#claim-{label.lower()}) | {says} | {named} |")
        parent = nodes.container()
        self.state.nested_parse(StringList(rows, source="claims"), self.content_offset, parent)
        for table in parent.findall(nodes.table):
            table["classes"].append("mc-claims")
        for row in parent.findall(nodes.row):
            # Names of tests stay English, as in the code.
            row[-1][0]["classes"].append("english")
        return parent.children


def setup(app):
    """Connect to Sphinx."""
    app.add_directive("claims-map", ClaimsMap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
