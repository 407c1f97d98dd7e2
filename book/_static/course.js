// A box whose content is wider than itself can be scrolled by keyboard: it takes part in the tab order while it is so.
const wideBoxes = ".bd-article pre, .bd-article mjx-container[display], .bd-article div.math, .bd-article .text_html, .bd-article .mc-wide, .bd-article .pst-scrollable-table-container";
// On a phone a formula is as large as its box allows, and as the words beside it at most.
function fitFormula(box) {
  box.style.removeProperty("--mc-fit");
  const wide = box.querySelector("mjx-math")?.getBoundingClientRect().width;
  const room = Math.min(box.clientWidth, box.parentElement.clientWidth);
  if (wide > room) box.style.setProperty("--mc-fit", `${Math.max(88, Math.floor(112 * (room / wide)))}%`);
}
function markScrollable(box) {
  if (box.matches("mjx-container")) fitFormula(box);
  if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}
// Sizes change when the window does, and when folded code or a solution is opened.
const sizes = new ResizeObserver((changes) => changes.forEach((change) => markScrollable(change.target)));
function watchBoxes() {
  for (const box of document.querySelectorAll(wideBoxes)) {
    markScrollable(box);
    sizes.observe(box);
  }
}
addEventListener("load", () => {
  watchBoxes();
  window.MathJax?.startup?.promise?.then(watchBoxes);
});
// A reader who came from a reading path finds the path's neighbours at the foot; their names are in the page's head.
function followPath() {
  const [, path] = location.pathname.match(/\/paths\/(\w+)\.html$/) ?? [null, new URLSearchParams(location.search).get("path")];
  const neighbours = JSON.parse(document.querySelector("meta[name=mc-paths]")?.content ?? "{}")[path];
  if (!neighbours) return;
  const carry = (link) => link.setAttribute("href", link.getAttribute("href").replace(/(\?path=\w+)?(#.*)?$/, `?path=${path}$2`));
  ["left-prev", "right-next"].forEach((side, i) => {
    const link = document.querySelector(`.prev-next-area a.${side}`);
    if (!link) return;
    link.hidden = !neighbours[i];
    if (!neighbours[i]) return;
    link.setAttribute("href", neighbours[i][0]);
    link.querySelector(".prev-next-title").textContent = neighbours[i][1];
    carry(link);
  });
  if (/\/paths\//.test(location.pathname)) document.querySelectorAll(".bd-article table a.reference.internal").forEach(carry);
}
followPath();
// The switch of language keeps the query, the section in view and what was set: ids are the same in all editions.
function placeHere() {
  const set = location.hash.slice(1).split("&").filter((part) => part.includes("="));
  const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const top = (part) => part.getBoundingClientRect().top;
  const shown = asked && top(asked) >= 0 && top(asked) < innerHeight;
  const section = [...document.querySelectorAll("article section section[id]")].filter((part) => top(part) < 150).pop();
  return [(shown ? asked : section)?.id, ...set].filter(Boolean).join("&");
}
function keepPlace({ currentTarget: link }) {
  const address = new URL(link.href);
  Object.assign(address, { search: location.search, hash: placeHere() });
  link.href = address;
}
for (const link of document.querySelectorAll("a.mc-language")) {
  ["click", "auxclick", "contextmenu"].forEach((event) => link.addEventListener(event, keepPlace));
}
// A section beside what was set: an explorer would show itself.
addEventListener("load", () => {
  const [section, ...set] = location.hash.slice(1).split("&");
  if (set.length) document.getElementById(decodeURIComponent(section))?.scrollIntoView();
});
