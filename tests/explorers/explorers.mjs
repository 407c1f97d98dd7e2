// Answers questions from a test in one go: the closed forms, sentences and charts of the explorers, and runs of the recursion.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.js`));
const [forms, ancestors, text, sliders, { EXPLORERS }, { chart, legend, ticks }, { generator }, { nextRound, spreadByTheory }, { nearest, unpacked }, { checked, logCharts }, { readPolicy }, { written }, { Refusal }, room] = await Promise.all(
  ["forms", "ancestors", "text", "sliders", "index", "chart", "random", "watch_it_collapse", "digits", "check_log", "policy", "audit", "log", "card_room"].map(load),
);

// A run of the digits, the weight of each round given, and the facts of each round.
function run(settings, seed, weights) {
  const { digits } = EXPLORERS;
  const states = [digits.start({ seed }, settings)];
  for (const weight of weights) states.push(digits.advance(states.at(-1), { weight }, settings));
  return states;
}

function watched(seed, values, rounds) {
  const explorer = EXPLORERS.watchItCollapse;
  let state = explorer.start({ ...values, seed }, { rounds });
  while (state.round < rounds) state = explorer.advance(state, values, { golden: 0.618 });
  return state;
}

const orRefusal = (fault) => {
  if (!(fault instanceof Refusal)) throw fault;
  return fault.message;
};

const answers = {
  checked: (settings, list) => Promise.all(list.map(([name, bytes, policy]) => checked(name, Uint8Array.from(Buffer.from(bytes, "base64")), policy, settings)
    .then(({ faults }) => faults.map(({ fault, rounds, evidence }) => [fault, rounds, evidence]), orRefusal))),
  logCharts: (settings, bytes, width) => checked("log.csv", Uint8Array.from(Buffer.from(bytes, "base64")), settings.policy, settings)
    .then((found) => logCharts(found, settings.labels).map((spec) => chart(spec, width) + legend(spec))),
  policies: (settings, list) => list.map((text) => {
    try {
      return readPolicy(text, settings.defaults, (name, facts) => { throw new Refusal(written(settings.sentences[name], facts)); });
    } catch (fault) {
      return orRefusal(fault);
    }
  }),
  roomLines: (settings, list) => list.map((text) => {
    try {
      return room.readLines(text, settings).map(({ weight, averages }) => [weight, averages]);
    } catch (fault) {
      if (!(fault instanceof room.Unreadable)) throw fault;
      return fault.message;
    }
  }),
  roomFound: (settings, list) => list.map((text) => {
    const lines = room.readLines(text, settings);
    return [room.roomSummary(lines, settings), room.roomSentence(lines, settings)];
  }),
  roomCharts: (settings, text, width) => room.roomCharts(room.readLines(text, settings), settings).map((spec) => chart(spec, width) + legend(spec)),
  roomLegend: (settings, text) => room.roomLegend(room.roomCharts(room.readLines(text, settings), settings)),
  written: (list) => list.map(([template, { x }]) => written(template, { x: Number(x === "inf" ? Infinity : x === "-inf" ? -Infinity : x) })),
  forms: (name, list) => list.map((given) => forms[name](...given)),
  sentences: (settings, list) => list.map((values) => text.sentence(EXPLORERS[settings.explorer], values, settings, EXPLORERS[settings.explorer].start?.(values, settings))),
  facts: (settings, list) => list.map((values) => EXPLORERS[settings.explorer].facts(values, EXPLORERS[settings.explorer].start?.(values, settings), settings)),
  charts: (settings, list, width) => list.flatMap((values) => {
    const explorer = EXPLORERS[settings.explorer];
    let state = explorer.start?.(values, settings);
    if (explorer.reveal) state = explorer.reveal(state);
    for (let t = 0; explorer.advance && t < 5; t += 1) state = explorer.advance(state, values, settings);
    const facts = explorer.facts(values, state, settings);
    return explorer.charts(values, facts, settings, state).map((spec) => chart(spec, width) + legend(spec));
  }),
  drawings: (settings, list, rounds, width) => list.map((values) => {
    const explorer = EXPLORERS[settings.explorer];
    let state = explorer.start?.(values, settings);
    if (explorer.reveal) state = explorer.reveal(state);
    for (let t = 0; t < rounds; t += 1) state = explorer.advance(state, values, settings);
    const facts = explorer.facts(values, state, settings);
    return { facts, state, drawn: explorer.charts(values, facts, settings, state).map((spec) => chart(spec, width) + legend(spec)) };
  }),
  chart: (spec, width) => chart(spec, width) + legend(spec),
  ticks: (axis, most) => ticks(axis, most),
  positions: (control, list) => list.map((position) => sliders.fromSlider(control, position)),
  ancestors: (name, list) => list.map((given) => ancestors[name](...given)),
  unpacked: (images) => [...unpacked(images)],
  nearest: (images, list) => list.map((pixels) => nearest(unpacked(images), pixels)),
  counts: (settings, seeds, weights) => seeds.map((seed) => {
    const last = run(settings, seed, weights).at(-1);
    return [last.ancestors, last.alive];
  }),
  shown: (settings, seed, weights) => run(settings, seed, weights).map(({ shown, deck }) => ({ deck, shown: shown.map(({ ancestor, pixels }) => [ancestor, ...pixels]) })),
  digitFacts: (settings, seed, values, weights) => run(settings, seed, weights).map((state) => EXPLORERS.digits.facts(values, state, settings)),
  picture: (settings, state) => EXPLORERS.digits.picture(settings, state),
  image: (settings, shown) => EXPLORERS.digits.picture(settings, { shown }),
  slider: (control, list) => list.map((value) => sliders.fromSlider(control, sliders.toSlider(control, value))),
  allowed: (control, list) => list.map((text) => sliders.allowed(control, text) ?? null),
  snapped: (marks, reach, list) => list.map((value) => sliders.snapped(value, marks, reach)),
  fill: (template, list) => list.map((facts) => text.fill(template, facts)),
  normals: (seed, count) => {
    const { normal } = generator(seed);
    return Array.from({ length: count }, normal);
  },
  uniforms: (seed, count) => {
    const { uniform } = generator(seed);
    return Array.from({ length: count }, uniform);
  },
  errors: (seeds, values, rounds) => seeds.map((seed) => watched(seed, values, rounds).loops[0]).map(({ models, model }) => [...models, model].map(({ mean }) => values.rows * mean ** 2)),
  loops: (seeds, values, rounds) => seeds.map((seed) => watched(seed, values, rounds).loops.map(({ models, model }) => [...models, model].map(({ variance }) => Math.sqrt(variance)))),
  rescued: (settings, seed, values, before, after) => {
    const explorer = EXPLORERS.watchItCollapse;
    let state = explorer.start({ ...values, seed }, settings);
    const on = (weight, rounds) => { for (let t = 0; t < rounds; t += 1) state = explorer.advance(state, { ...values, weight }, settings); };
    on(values.weight, before);
    const [next, changed] = explorer.rescue(state, settings);
    state = next;
    on(changed.weight, after);
    const now = { ...values, ...changed };
    const facts = explorer.facts(now, state, settings);
    return { state, facts, drawn: explorer.charts(now, facts, settings, state).map((spec) => chart(spec, 500) + legend(spec)), picture: explorer.picture(settings, state, now) };
  },
  spread: (list) => list.map((given) => spreadByTheory(...given)),
  spreads: (seeds, values, rounds) => seeds.map((seed) => {
    const { normal } = generator(seed);
    let model = { mean: 0, variance: 1 };
    for (let t = 0; t < rounds; t += 1) model = nextRound({ model, normal }, values);
    return Math.log(model.variance);
  }),
};

const questions = JSON.parse(readFileSync(0, "utf8"));
const plain = (_, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);
process.stdout.write(JSON.stringify(await Promise.all(questions.map(([name, ...given]) => answers[name](...given))), plain));
