// A run sheet's times are those of a clock; the start stands in the page's address, so that it can be sent.
{
  const start = document.querySelector(".mc-session-start input");
  function clock(minutes) {
    const rest = ((minutes % 1440) + 1440) % 1440;
    return `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
  }
  function setClock() {
    const found = start.value.match(/^(\d\d?):(\d\d)/);
    if (!found) return;
    const first = 60 * Number(found[1]) + Number(found[2]);
    for (const time of document.querySelectorAll(".mc-clock")) {
      time.textContent = `${clock(first + Number(time.dataset.begin))}–${clock(first + Number(time.dataset.end))}`;
    }
  }
  function keepStart() {
    setClock();
    const others = location.hash.slice(1).split("&").filter((part) => part && !part.startsWith("start="));
    if (start.value) history.replaceState(null, "", `#${[...others, `start=${start.value}`].join("&")}`);
  }
  const given = location.hash.match(/[#&]start=(\d\d:\d\d)(?=&|$)/);
  if (given) start.value = given[1];
  start.closest("p").hidden = false;
  start.addEventListener("input", keepStart);
  setClock();
}
