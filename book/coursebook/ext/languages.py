"""Sphinx extension: editions in several languages, with a way from each page to the same page in the others."""

from pathlib import Path

from babel.messages.pofile import read_po
from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import extract_messages
from sphinx_exercise.nodes import exercise_subtitle

from coursebook import catalogues
from coursebook.ext._gettext import gettext as _

NAMES = {"en": "English", "ja": "日本語"}


def read(file):
    """Return the messages of a catalogue; one that does not exist has none."""
    return read_po(file.open(encoding="utf-8")) if file.exists() else ()


def add_switch(app, pagename, templatename, context, doctree):
    """Give the page's template the addresses of the same page in all languages."""
    known, here = catalogues.languages(Path(app.srcdir)), app.config.language
    home = "../" * (pagename.count("/") + (here != "en"))
    address = {name: f"{home}{'' if name == 'en' else name + '/'}{pagename}.html" for name in known}
    context["editions"] = [(name, NAMES[name], address[name]) for name in known if name != here]
    if len(known) > 1:
        links = [f'<link rel="alternate" hreflang="{name}" href="{address[name]}"/>' for name in known]
        context["metatags"] = context.get("metatags", "") + "\n".join(links)


def translate_settings(app, config):
    """Translate what Sphinx does not: the book's titles, words on buttons, the names of parts in the contents."""
    config.html_title = config.project = _(config.html_title)
    logo = config.html_theme_options["logo"]
    short = logo["text"]
    logo["text"] = _(short)
    config.nb_code_prompt_show, config.nb_code_prompt_hide = _("Show the code"), _("Hide the code")
    for page in config.external_site_map.values():
        for tree in page.subtrees:
            tree.caption = tree.caption and _(tree.caption, page=page.docname)


class ChooseTexts(SphinxTransform):
    """Offer for translation what lacks a source (table cells inside directives, titles of exercises); no equations."""

    default_priority = 1

    def apply(self):
        """Give such cells and titles the page's own source; leave equations as they are."""
        for equation in self.document.findall(nodes.math_block):
            equation["translatable"] = False
        for entry in self.document.findall(nodes.entry):
            for part in entry.children:
                if part.rawsource and not part.source and "english" not in part["classes"]:
                    part.source, part.line = self.document["source"], 1
        for title in list(self.document.findall(exercise_subtitle)):
            text = nodes.inline(title.astext(), title.astext(), translatable=True)
            text.source, text.line = self.document["source"], 1
            title.children = []
            title += text


class MarkUntranslated(SphinxTransform):
    """Mark what is not translated, and what has been translated from a text that has changed since."""

    default_priority = 21  # right after the translation itself

    def apply(self):
        """Set attributes and classes; Sphinx adds the class for the untranslated later."""
        if self.config.language == "en":
            return
        catalog = read(catalogues.page(self.env.docname, self.config.language, Path(self.app.srcdir)))
        fuzzy = {message.id for message in catalog if message.fuzzy and message.id}
        for node, message in extract_messages(self.document):
            if node.tagname == "image":
                node.attributes.pop("translated", None)  # Sphinx translates it, but does not say so
            elif not node.setdefault("translated", False) and message in fuzzy:
                node["classes"].append("outdated")


def setup(app):
    """Connect to Sphinx."""
    app.connect("config-inited", translate_settings, priority=950)
    app.connect("html-page-context", add_switch)
    app.add_transform(ChooseTexts)
    app.add_transform(MarkUntranslated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
