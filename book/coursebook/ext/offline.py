"""Sphinx extension: a site that asks no other host for anything and ships no file that no page loads."""

import importlib.util
import re
import shutil
from pathlib import Path

from docutils import nodes
from fontTools import subset

UNUSED_SCRIPTS = ("thebe", "require", "embed-amd", "widget-state", "utterances", "hypothes")
UNUSED_FILES = (
    "vendor",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
    "scripts/fontawesome.js",
    "scripts/fontawesome.js.LICENSE.txt",
    "sphinx-thebe.js",
    "sphinx-thebe.css",
)


def _words(script):
    return " ".join(str(script.attributes.get(name, "")) for name in ("type", "body")).lower() + f" {script.filename}"


def is_formula(node):
    """Tell whether a node is set by MathJax."""
    return isinstance(node, (nodes.math, nodes.math_block))


def drop_scripts(app, pagename, templatename, context, doctree):
    """Leave out scripts of features that the book, or a page without formulas, does not use."""
    formulas = doctree is not None and any(doctree.findall(is_formula))
    unused = UNUSED_SCRIPTS if formulas else (*UNUSED_SCRIPTS, "mathjax")
    context["script_files"] = [
        script for script in context["script_files"] if not any(word in _words(script) for word in unused)
    ]
    context["css_files"] = [sheet for sheet in context["css_files"] if "thebe" not in str(sheet.filename)]


def package_folder(name):
    """Return the folder of an installed package."""
    return Path(importlib.util.find_spec(name).origin).parent


def bring_mathjax(static):
    """Copy MathJax, one script and its fonts, from the package that holds it."""
    package = package_folder("sphinx-mathjax-offline") / "static" / "mathjax"
    fonts = "output/chtml/fonts/woff-v2"
    shutil.copytree(package / fonts, static / "mathjax" / fonts, dirs_exist_ok=True)
    shutil.copy(package / "tex-chtml.js", static / "mathjax")


def icons_used(site):
    """Return the characters of the icon font that pages and style sheets of a built site show."""
    css = "".join(path.read_text(encoding="utf-8") for path in (site / "_static" / "styles").glob("*.css"))
    pages = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    found = set(re.findall(r'--pst-icon-[a-z-]+:"(.)"', css))
    names = {
        name for words in re.findall(r'class="([^"]*fa-[^"]*)"', pages) for name in re.findall(r"fa-([a-z-]+)", words)
    }
    for selectors, code in re.findall(r'([^{}]*)\{content:"\\([0-9a-f]+)"\}', css):
        if names & set(re.findall(r"\.fa-([a-z-]+):", selectors)):
            found.add(chr(int(code, 16)))
    for code in re.findall(r'content:"\\(f[0-9a-f]{3})"', (site / "_static/styles/sphinx-book-theme.css").read_text()):
        found.add(chr(int(code, 16)))
    return found


def shrink_icons(site):
    """Write the few icons in use as a font of their own; book/_static/course.css loads it."""
    source = next(package_folder("pydata_sphinx_theme").rglob("fa-solid-900.ttf"))
    options = subset.Options(flavor="woff")
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(icons_used(site)))
    cutter.subset(font)
    subset.save_font(font, site / "_static" / "icons.woff", options)


def settle_files(app, exception):
    """Bring in what pages need and take out what no page loads."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    static = site / "_static"
    bring_mathjax(static)
    shrink_icons(site)
    for name in UNUSED_FILES:
        path = static / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path in static.rglob("*.map"):
        path.unlink()


def setup(app):
    """Connect to Sphinx."""
    app.connect("html-page-context", drop_scripts, priority=900)
    app.connect("build-finished", settle_files, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
