// From a control to its slider and its number field; a slider meets the marks of its chart exactly.
import { meant } from "./fingers.js";
import { fill } from "./text.js";

// A slider on a logarithmic scale has twenty steps for each power of ten and stops at numbers of two digits.
const LOG_STEP = 0.05;
export const toSlider = (control, value) => (control.log ? Math.log10(value) : value);
export function fromSlider(control, position) {
  if (!control.log) return Number(Number(position).toPrecision(12));
  return within(control, Number((10 ** position).toPrecision(2)));
}

// What was typed or came with an address: the nearest value that the control allows, or nothing.
export function allowed(control, text) {
  const number = Number(String(text).replaceAll(",", "").trim() || NaN);
  return Number.isFinite(number) ? within(control, number) : undefined;
}

function within({ whole, low, high }, value) {
  return Math.min(Math.max(whole ? Math.round(value) : value, low), high);
}

// The mark that lies nearer than a reach, or the value itself.
export function snapped(value, marks, reach) {
  const gap = (mark) => Math.abs(mark - value);
  const near = marks.filter((mark) => mark > 0 && mark < 1 && gap(mark) < reach).sort((a, b) => gap(a) - gap(b));
  return near[0] ?? value;
}

function ends(control) {
  const [low, high] = [toSlider(control, control.low), toSlider(control, control.high)];
  return control.log ? [Math.floor(low / LOG_STEP + 1e-9) * LOG_STEP, Math.ceil(high / LOG_STEP - 1e-9) * LOG_STEP] : [low, high];
}

export const element = (tag, attributes = {}, text = "") => {
  const made = Object.assign(document.createElement(tag), attributes);
  made.dataset.lmSuppressShortcuts = "true"; // or JupyterLab takes the arrow keys for itself
  if (text) made.textContent = text;
  return made;
};

// `marks` gives the places to stop at, `get` and `set` the value.
export function slider(control, id, { get, set, marks }) {
  const input = element("input", { type: "range", id, name: control.name });
  const [min, max] = ends(control);
  Object.assign(input, { min, max, step: control.log ? LOG_STEP : control.step });
  const field = element("input", { type: "text", inputMode: "decimal", autocomplete: "off", className: "mc-field" });
  field.setAttribute("aria-label", control.label);
  const row = element("div", { className: "mc-control" });
  row.append(element("label", { htmlFor: id }, control.label), field, input);
  const wanted = meant(input);
  input.addEventListener("input", () => {
    const value = snapped(fromSlider(control, input.value), marks(), control.step / 2);
    wanted(() => set(value));
    show(); // back, as long as a finger may only be scrolling
  });
  field.addEventListener("change", () => {
    const value = allowed(control, field.value);
    if (value !== undefined) set(value);
    show();
    field.value = fill(control.form, { value: get() });
  });
  function show() {
    const text = fill(control.form, { value: get() });
    if (fromSlider(control, input.value) !== get()) input.value = toSlider(control, get());
    if (field !== document.activeElement) field.value = text;
    input.setAttribute("aria-valuetext", text);
  }
  return { row, input, show };
}
