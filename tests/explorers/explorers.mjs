// Answers questions from a test in one go: the closed forms, sentences and charts of the explorers, and runs of the recursion.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.js`));
const [forms, kit, { EXPLORERS }, { chart, legend, ticks }, { generator }, { nextRound }] = await Promise.all(
  ["forms", "kit", "index", "chart", "random", "watch_it_collapse"].map(load),
);

const answers = {
  forms: (name, list) => list.map((given) => forms[name](...given)),
  sentences: (settings, list) => list.map((values) => kit.sentence(EXPLORERS[settings.explorer], values, settings, EXPLORERS[settings.explorer].start?.(values))),
  facts: (settings, list) => list.map((values) => EXPLORERS[settings.explorer].facts(values, EXPLORERS[settings.explorer].start?.(values), settings)),
  charts: (settings, list, width) => list.flatMap((values) => {
    const explorer = EXPLORERS[settings.explorer];
    let state = explorer.start?.(values);
    if (explorer.reveal) state = explorer.reveal(state);
    for (let t = 0; explorer.advance && t < 5; t += 1) state = explorer.advance(state, values, settings);
    const facts = explorer.facts(values, state, settings);
    return explorer.charts(values, facts, settings, state).map((spec) => chart(spec, width) + legend(spec));
  }),
  drawings: (settings, list, rounds, width) => list.map((values) => {
    const explorer = EXPLORERS[settings.explorer];
    let state = explorer.start?.(values);
    if (explorer.reveal) state = explorer.reveal(state);
    for (let t = 0; t < rounds; t += 1) state = explorer.advance(state, values, settings);
    const facts = explorer.facts(values, state, settings);
    return { facts, state, drawn: explorer.charts(values, facts, settings, state).map((spec) => chart(spec, width) + legend(spec)) };
  }),
  chart: (spec, width) => chart(spec, width) + legend(spec),
  ticks: (axis, most) => ticks(axis, most),
  positions: (control, list) => list.map((position) => kit.fromSlider(control, position)),
  slider: (control, list) => list.map((value) => kit.fromSlider(control, kit.toSlider(control, value))),
  fill: (template, list) => list.map((facts) => kit.fill(template, facts)),
  normals: (seed, count) => {
    const { normal } = generator(seed);
    return Array.from({ length: count }, normal);
  },
  uniforms: (seed, count) => {
    const { uniform } = generator(seed);
    return Array.from({ length: count }, uniform);
  },
  errors: (seeds, values, rounds) => seeds.map((seed) => {
    const explorer = EXPLORERS.watchItCollapse;
    let state = explorer.start({ ...values, seed });
    while (state.round < rounds) state = explorer.advance(state, values, { rounds });
    return state.errors;
  }),
  spreads: (seeds, values, rounds) => seeds.map((seed) => {
    const { normal } = generator(seed);
    let model = { mean: 0, variance: 1 };
    for (let t = 0; t < rounds; t += 1) model = nextRound({ model, normal }, values);
    return Math.log(model.variance);
  }),
};

const questions = JSON.parse(readFileSync(0, "utf8"));
const plain = (_, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);
process.stdout.write(JSON.stringify(questions.map(([name, ...given]) => answers[name](...given)), plain));
