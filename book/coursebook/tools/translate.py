"""Bring the catalogues of all translations in line with their sources.

`translate.py` adds new messages, keeps translations, marks those whose source has changed as fuzzy, and removes what
is gone; `translate.py --check` only says which catalogues are not in line.
"""

import argparse
import io
import json
import re
import shutil
import sys
from difflib import get_close_matches
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po

from coursebook import catalogues
from coursebook.tools import build

ROOT = build.ROOT
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
# Formulas, code and addresses are the same in every language; what a template fills in is not.
WORDLESS = re.compile(r"\$[^$]*\$|(?<!\{fill\})`[^`]*`|\{[a-z:]+\}|\]\([^)]*\)|https?://\S+")


def from_code(folder):
    """Return the messages of a folder's Python files."""
    template = Catalog()
    for _, _, message, _, _ in extract_from_dir(folder, method_map=[("**.py", "python")], keywords={"_": None}):
        template.add(message)
    return template


def from_notebooks(folder):
    """Return the messages of the notebooks' code."""
    template = Catalog()
    for file in sorted(folder.rglob("*.ipynb")):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                code = io.BytesIO("".join(cell["source"]).encode())
                for _, _, message, _ in extract_python(code, {"_": None}, (), {}):
                    template.add(message)
    return template


def from_package(root=ROOT):
    """Return the messages of the package, which also serves the code of the notebooks."""
    template = from_code(root / "src" / "model_collapse")
    rules = root / "src" / "model_collapse" / "practice" / "rules.json"
    for rule in json.loads(rules.read_text(encoding="utf-8")).values() if rules.exists() else []:
        template.add(rule["rule"])
        template.add(rule["evidence"])
    for message in from_notebooks(root / "notebooks"):
        template.add(message.id)
    return template


def from_site(root=ROOT):
    """Return the messages of extensions, and the book's title and short title."""
    template = from_code(root / "book" / "coursebook")
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    template.add(settings["title"])
    template.add(settings["sphinx"]["config"]["html_theme_options"]["logo"]["text"])
    return template


def from_pages(root=ROOT):
    """Return the messages of all pages, by page; Sphinx finds them, and no notebook is executed."""
    folder = root / "_build" / "messages"
    shutil.rmtree(folder, ignore_errors=True)
    config = build.variant(root, folder, nb_execution_mode="off", gettext_location=False)
    options = ["--builder", "custom", "--custom-builder", "gettext", "--config", config, "--path-output", folder]
    if build.jupyter_book(root, *options):
        raise SystemExit(1)
    found = folder / "_build" / "gettext"
    return {
        file.relative_to(found).with_suffix("").as_posix(): read_po(io.StringIO(file.read_text(encoding="utf-8")))
        for file in sorted(found.rglob("*.pot"))
    }


def merged(text, template, language):
    """Return the text of a catalogue, brought in line with its template."""
    catalog = read_po(io.StringIO(text), locale=language, ignore_obsolete=True)
    gone = {message.id: message.string for message in catalog if message.string and message.id not in template}
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    for message in catalog:
        message.flags &= {"fuzzy"}
        # A new message that is like one that is gone is that one changed: the translator mends the old translation.
        if message.id and not message.string and (near := get_close_matches(message.id, gone, 1)):
            message.string = gone[near[0]]
            message.flags.add("fuzzy")
        if not message.string and message.id and not re.search(r"[^\W\d_]{2,}", WORDLESS.sub(" ", message.id)):
            message.string = message.id
    out = io.BytesIO()
    write_po(out, catalog, width=0, no_location=True, omit_header=True, ignore_obsolete=True)
    return HEADER.format(language=language) + "\n" + out.getvalue().decode().strip() + "\n"


def wanted(root, language, pages):
    """Return what each catalogue of a language should hold, by path."""
    templates = {catalogues.page(name, language, root): template for name, template in pages.items()}
    templates[catalogues.page("site", language, root)] = from_site(root)
    templates[catalogues.package(language, root)] = from_package(root)
    return {
        file: merged(file.read_text(encoding="utf-8") if file.exists() else "", template, language)
        for file, template in templates.items()
    }


def refresh(root=ROOT, check=False):
    """Write all catalogues, unless only a check is asked for; return one sentence for each that was out of line."""
    faults, pages = [], from_pages(root)
    for language in catalogues.languages(root)[1:]:
        texts = wanted(root, language, pages)
        for file, text in texts.items():
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                faults.append(f"{file.relative_to(root)} is not in line with its sources; run `make translate`.")
                if not check:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text(text, encoding="utf-8")
        for file in sorted(set(catalogues.pages(language, root)) - set(texts)):
            faults.append(f"{file.relative_to(root)} belongs to no page; run `make translate`.")
            if not check:
                file.unlink()
    return faults


def main():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a catalogue is not in line")
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, help="the book's folder")
    arguments = parser.parse_args()
    faults = refresh(arguments.root.resolve(), arguments.check)
    if arguments.check:
        print(*faults, sep="\n", file=sys.stderr, end="\n" if faults else "")
        return 1 if faults else 0
    print(f"{len(faults)} catalogues brought in line.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
