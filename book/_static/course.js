// A box whose content is wider than itself can be scrolled by keyboard: it takes part in the tab order while it is so.
function markScrollable() {
  for (const box of document.querySelectorAll(".bd-article pre, .bd-article mjx-container, .bd-article div.math, .bd-article .text_html, .bd-article .pst-scrollable-table-container")) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
addEventListener("load", () => {
  markScrollable();
  window.MathJax?.startup?.promise?.then(markScrollable);
});
addEventListener("resize", markScrollable);
