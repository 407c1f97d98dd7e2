// From a pointer on a chart to a value: the dot follows along the curve and stops gently at the marks.
import { meant } from "./fingers.js";
import { snapped } from "./sliders.js";

const REACH = 6; // pixels from which a mark draws the dot

// `controls` holds control, input and set by name; a chart says in its data which of them it moves.
export function draggable(stage, controls, marks) {
  const wanted = meant(stage);
  let held = null;

  function valueAt(event) {
    const { from, to, name } = held;
    const { left, width } = stage.querySelector("[data-drag]").getBoundingClientRect();
    const { step, low, high } = controls[name].control;
    const perPixel = (high - low) / ((to - from) * width);
    const exact = low + ((event.clientX - left) / width - from) * width * perPixel;
    const stepped = Math.round(Math.min(Math.max(exact, low), high) / step) * step;
    return snapped(Number(stepped.toPrecision(12)), marks(name), REACH * perPixel);
  }
  function follow(event) {
    if (!held) return;
    const [{ set }, value] = [controls[held.name], valueAt(event)];
    wanted(() => set(value));
  }
  stage.addEventListener("pointerdown", (event) => {
    const data = event.button === 0 && event.target.closest("[data-drag]")?.dataset;
    if (!data) return;
    held = { name: data.drag, from: Number(data.from), to: Number(data.to) };
    stage.setPointerCapture(event.pointerId);
    if (event.pointerType === "mouse") event.preventDefault(); // no text is selected
    controls[held.name].input.focus({ preventScroll: true }); // from here on the arrow keys move the dot
    follow(event);
  });
  stage.addEventListener("pointermove", follow);
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => { held = null; });
}
