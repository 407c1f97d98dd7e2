"""Sphinx extension: authors and addresses are read from pyproject.toml, the one place where they stand."""

import tomllib
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from coursebook.ext._gettext import gettext as _

PLACEHOLDER = "https://example.org/"
GITHUB = "https://github.com/"


def footer(source, issues):
    """Return the licence, the source and where to report errors."""
    paper = '<a href="https://arxiv.org/abs/2502.18049">He, Xu and Cheng, arXiv 2502.18049</a>'
    licence = _("Text and figures: CC BY 4.0. Code: MIT. Based on {paper}.").format(paper=paper)
    links = [(source, _("Source")), (issues, _("Report an error"))]
    # Until a fork has set its own addresses, links to them would lead nowhere.
    shown = [f'<a href="{address}">{name}</a>' for address, name in links if not address.startswith(PLACEHOLDER)]
    return f"<p>{licence}</p>" + (f"<p>{' · '.join(shown)}</p>" if shown else "")


def launch(source):
    """Return the theme's options for links that open a chapter on Binder or Colab; both know GitHub alone."""
    if not source.startswith(GITHUB):
        return {}
    services = {"binderhub_url": "https://mybinder.org", "colab_url": "https://colab.research.google.com"}
    buttons = services | {"notebook_interface": "jupyterlab"}
    return {"repository_url": source, "repository_branch": "main", "launch_buttons": buttons}


def project_of(root):
    """Return the settings of the project."""
    return tomllib.loads(Path(root, "pyproject.toml").read_text(encoding="utf-8"))["project"]


class Elsewhere(SphinxDirective):
    """Say how a chapter runs on Binder and on Colab; nothing where the repository's address is not on GitHub."""

    def run(self):
        """Return a sentence and the cell that Colab needs."""
        source = project_of(self.env.srcdir)["urls"]["Repository"]
        if not source.startswith(GITHUB):
            return []
        said = _(
            "The rocket at the head of a chapter opens it on Binder, where all is installed, or on Colab, where this "
            "cell has to be run first:"
        )
        cell = f'%pip install "model-collapse[book] @ git+{source}"'
        return [nodes.paragraph(said, said), nodes.literal_block(cell, cell, language="ipython3")]


def apply_settings(app, config):
    """Set the author, the footer, and where a chapter can be opened."""
    project = project_of(app.confdir)
    config.author = ", ".join(author["name"] for author in project["authors"])
    urls = {name.lower(): escape(address, quote=True) for name, address in project["urls"].items()}
    config.html_theme_options["extra_footer"] = footer(source=urls["repository"], issues=urls["issues"])
    config.html_theme_options |= launch(urls["repository"])


def setup(app):
    """Connect to Sphinx."""
    app.add_directive("elsewhere", Elsewhere)
    app.connect("config-inited", apply_settings, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
