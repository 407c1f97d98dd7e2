// From an explorer to what a reader touches: labelled sliders, charts, one sentence, a short table, and buttons.
import { chart, legend } from "./chart.js";
import { demonstration } from "./demonstration.js";
import { draggable } from "./drag.js";
import { element, slider } from "./sliders.js";
import { fill, sentence } from "./text.js";

const PER_SECOND = [1, 2, 5, 10, 20];

export function mount(explorer, model, el) {
  const settings = model.get("settings");
  const { controls, labels } = settings;
  const id = `mc-explorer-${Math.random().toString(36).slice(2)}`; // each widget of a notebook has a module of its own
  const values = () => Object.fromEntries(controls.map(({ name }) => [name, model.get(name)]));
  let state = explorer.start?.(values(), settings);
  let timer = null;
  let waiting = false;
  let moved = false; // nothing is announced before the reader does something
  const demo = demonstration(el, settings);

  let specs = [];
  const marksOf = (name) => specs.filter(({ drag }) => drag === name).flatMap(({ marks }) => marks.map(({ x }) => x));

  el.classList.add("mc-home"); // its width decides how controls and chart stand
  const root = element("section", { className: "mc-live" });
  root.setAttribute("aria-label", labels.title);
  const side = element("div", { className: "mc-side" });
  const main = element("div", { className: "mc-main" });
  const presets = element("div", { className: "mc-buttons mc-presets" });
  const panel = element("div", { className: "mc-controls" });
  const buttons = element("div", { className: "mc-buttons" });
  const key = element("ul", { className: "mc-legend" });
  const stage = element("div", { className: "mc-stage" });
  stage.setAttribute("role", "img");
  stage.setAttribute("aria-labelledby", `${id}-said`);
  const said = element("p", { className: "mc-said", id: `${id}-said` });
  const heard = element("p", { className: "mc-heard", role: "status" });
  const table = element("dl", { className: "mc-facts" });
  const more = element("details", { className: "mc-more" });
  more.append(element("summary", {}, labels.more ?? ""));
  side.append(presets, panel, more, buttons);
  main.append(key, stage, said, table);
  root.append(side, main, heard);
  if (labels.source) stage.after(element("p", { className: "mc-source" }, labels.source));
  if (explorer.picture) root.classList.add("mc-wide"); // a picture with its chart beside it
  if (explorer.reveal) root.prepend(said); // the question comes first
  el.replaceChildren(root);

  const inputs = controls.map((control, number) => {
    const { name } = control;
    const set = (value) => {
      if (value === model.get(name)) return;
      model.set(name, value);
      later();
    };
    const made = slider(control, `${id}-${number}`, { get: () => model.get(name), set, marks: () => marksOf(name) });
    (control.more ? more : panel).append(made.row);
    model.on(`change:${name}`, () => {
      if (!control.keeps || explorer.ends?.(state, settings)) restart();
      made.show();
      later();
    });
    return { control, set, ...made };
  });
  more.hidden = !controls.some((control) => control.more);
  const named = Object.fromEntries(inputs.map((made) => [made.control.name, made]));
  draggable(stage, named, marksOf);
  for (const { label, values: chosen } of settings.presets ?? []) {
    button(label, "mc-preset", () => Object.entries(chosen).forEach(([name, value]) => named[name].set(value)), presets);
  }
  const speed = labels.play ? player() : null;
  if (explorer.reveal) button(labels.reveal, "mc-reveal", () => update(explorer.reveal(state)));

  function button(label, className, action, place = buttons) {
    const made = element("button", { type: "button", className }, label);
    made.addEventListener("click", action);
    place.append(made);
    return made;
  }

  function player() {
    const play = button(labels.play, "mc-play", () => { moved = true; return state.playing ? stop() : run(); });
    button(labels.step, "mc-step", () => { stop(); advance(); });
    button(labels.again, "mc-again", () => { restart(); later(); });
    if (explorer.rescue) button(labels.rescue, "mc-rescue", rescue);
    const label = element("label", { className: "mc-speed" }, labels.speed);
    const choice = element("select");
    PER_SECOND.forEach((rate) => choice.append(element("option", { value: rate, selected: rate === 10 }, String(rate))));
    label.append(choice);
    (more.hidden ? buttons : more).append(label);
    return { play, choice };
  }

  // Readers who asked for little motion get the end of the run at once.
  function run() {
    clearTimeout(timer);
    if (explorer.ends(state, settings)) {
      if (demo.on()) demo.rewind(model);
      restart();
    }
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      finish();
      return later();
    }
    update({ ...state, playing: true });
    wait();
  }
  function wait() { timer = setTimeout(beat, demo.on() ? demo.wait(state.round) : 1000 / speed.choice.value); }
  function beat() {
    advance();
    if (state.playing && root.isConnected) wait();
  }
  function next() {
    if (demo.on()) state = demo.turned(state, model);
    return explorer.advance(state, values(), settings);
  }
  function finish() {
    clearTimeout(timer);
    while (!explorer.ends(state, settings)) state = next();
    state = { ...state, playing: false };
  }
  function rescue() {
    const [next, changed] = explorer.rescue(state, settings);
    state = next;
    for (const [name, value] of Object.entries(changed)) model.set(name, value);
    if (!state.playing) run();
  }
  function advance() { if (!explorer.ends(state, settings)) update(next()); }
  function stop() { clearTimeout(timer); update({ ...state, playing: false }); }
  function restart() { clearTimeout(timer); if (explorer.advance) state = explorer.start(values(), settings); }
  function update(next) { state = next; later(); }

  function later() { moved ||= !demo.on(); redraw(); }
  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; model.save_changes(); draw(); });
  }

  function draw() {
    inputs.forEach(({ show }) => show());
    const facts = explorer.facts(values(), state, settings);
    const across = explorer.picture && stage.clientWidth >= 540 ? 2 : 1;
    stage.style.setProperty("--mc-across", across);
    const width = Math.max(260, Math.min((stage.clientWidth || 540) / across - 8 * (across - 1), 720));
    specs = explorer.charts(values(), facts, settings, state);
    stage.hidden = specs.length === 0;
    const picture = explorer.picture?.(settings, state, values()) ?? "";
    stage.innerHTML = picture + specs.map((spec) => chart(spec, width)).join("");
    key.innerHTML = specs.map(legend).join("");
    said.textContent = sentence(explorer, values(), settings, state);
    table.replaceChildren(...(labels.table ?? []).flatMap(([name, form]) => [element("dt", {}, name), element("dd", {}, fill(form, facts))]));
    if (speed) speed.play.textContent = state.playing ? labels.pause : labels.play;
    clearTimeout(heard.timer);
    if (moved && !state?.playing) heard.timer = setTimeout(() => { heard.textContent = said.textContent; }, 500);
  }

  if (demo.on()) demo.begin({ side, stage, play: speed.play }, { run, stop, finish: () => { finish(); draw(); } });
  draw();
  new ResizeObserver(redraw).observe(stage);
  return () => clearTimeout(timer);
}
