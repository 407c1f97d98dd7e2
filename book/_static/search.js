// Sphinx's search: excerpts hold what a page says and no controls, and each result names its place in the course.
const UNSAID = ".headerlink, button, details, figcaption a, svg, script, style, div.math"; // controls, answers, code that is folded
// A page that was opened from a folder may read no other: titles and places do without.
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:";
Search.htmlToText = (html, anchor) => {
  const article = new DOMParser().parseFromString(html, "text/html").querySelector("article");
  article.querySelectorAll(UNSAID).forEach((part) => part.remove());
  article.querySelectorAll(".math").forEach((formula) => (formula.textContent = formula.textContent.slice(2, -2)));
  const target = anchor && `#${CSS.escape(anchor.slice(1))}`;
  const part = (target && (article.querySelector(`${target} ~ dd`) ?? article.querySelector(target))) || article; // a term's text
  part.querySelector("h1, h2, h3, h4")?.remove(); // the link says it
  return part.textContent.replace(/\s+/g, " ").trim();
};
// The part of the contents in which a page stands, and the page above it.
function place(name) {
  const list = document.querySelector(`nav.bd-docs-nav a[href="${name}.html"]`)?.closest("ul");
  const above = [list?.closest(".bd-sidenav").previousElementSibling, list?.closest("li")?.querySelector("a")];
  return above.map((part) => part?.textContent.trim()).filter(Boolean).join(" › ");
}
// The term of the glossary, or the name, to which a result leads.
function entry(name, anchor) {
  const { docnames, indexentries } = Search._index;
  const leads = ([file, id]) => docnames[file] === name && `#${id}` === anchor;
  return Object.keys(indexentries).find((term) => indexentries[term].some(leads));
}
const { _performSearch, performObjectSearch } = Search;
Search._performSearch = (...query) => _performSearch(...query).map(([name, title, anchor, description, ...rest]) => {
  const term = Search._index.titles.includes(title) && anchor && entry(name, anchor);
  const where = place(name) && `<small>${place(name)}</small>`;
  const named = description ? title : (term ? `${title} &gt; ${term}` : title) + where;
  return [name, named, anchor, description, ...rest];
});
// Every name of the reference begins with the package's: that alone is no match.
Search.performObjectSearch = (term, terms) => performObjectSearch(term, terms)
  .filter(([, name]) => name.toLowerCase().replace("model_collapse", "").includes(term));
