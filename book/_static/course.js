// A box whose content is wider than itself can be scrolled by keyboard: it takes part in the tab order while it is so.
const wideBoxes = ".bd-article pre, .bd-article mjx-container, .bd-article div.math, .bd-article .text_html, .bd-article .pst-scrollable-table-container";
function markScrollable(box) {
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
