// Handwritten digits, copied round after round: the same as `dealt` for the problem Digits of model_collapse.beyond.
import { ancestorsByRound, categoriesLeftByRound } from "./ancestors.js";
import { generator } from "./random.js";
import { fill } from "./text.js";

const PIXELS = 64;
const SHADES = 15;
const COLUMNS = 10;
const COLUMNS_OF_TWO = 8; // two sheets and their names in the room of one
const STEP = 9.5;

function remembered(compute) {
  let [key, value] = [null, null];
  return (given, ...rest) => {
    if (given !== key) [key, value] = [given, compute(given, ...rest)];
    return value;
  };
}

// Two pixels a byte, from paper (0) to ink (15).
export const unpacked = remembered((images) => Float64Array.from(
  [...atob(images)].flatMap((byte) => [byte.charCodeAt(0) >> 4, byte.charCodeAt(0) & 15]), (shade) => shade / SHADES,
));
const image = (table, row) => table.subarray(row * PIXELS, (row + 1) * PIXELS);

// The row of the table that is nearest to an image.
export function nearest(table, pixels) {
  let [best, least] = [0, Infinity];
  for (let row = 0; row * PIXELS < table.length; row += 1) {
    let distance = 0;
    for (let i = 0, at = row * PIXELS; i < PIXELS; i += 1, at += 1) distance += (table[at] - pixels[i]) ** 2;
    if (distance < least) [best, least] = [row, distance];
  }
  return best;
}

function shuffled(length, uniform) {
  const deck = Array.from({ length }, (_, i) => i);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = Math.floor(uniform() * (last + 1));
    [deck[last], deck[other]] = [deck[other], deck[last]];
  }
  return deck;
}

// Draw one of the rows that the last fit saw, by weight, and add noise to its pixels.
function copies(state, weight, { images, rows, noise }) {
  const { deck, shown, round, random } = state;
  const real = deck.slice(round * rows, (round + 1) * rows).map((ancestor) => ({ ancestor, pixels: image(unpacked(images), ancestor) }));
  return Array.from({ length: rows }, () => {
    const seen = random.uniform() < weight ? real : shown;
    const { ancestor, pixels } = seen[Math.floor(random.uniform() * rows)];
    return { ancestor, pixels: pixels.map((shade) => shade + noise * random.normal()) };
  });
}

function counted(state, { digits }) {
  const ancestors = new Set(state.shown.map((row) => row.ancestor));
  const alive = new Set([...ancestors].map((ancestor) => digits[ancestor]));
  return { ...state, ancestors: [...state.ancestors, ancestors.size], alive: [...state.alive, alive.size] };
}

const theory = remembered((key, weights, rows, digits) => {
  const shares = [...Array(10).keys()].map((digit) => digits.split(String(digit)).length - 1).map((number) => number / digits.length);
  return { ancestors: ancestorsByRound(weights, rows, rows), alive: categoriesLeftByRound(weights, rows, rows, shares) };
});

// What is to be expected with the weights that were used so far, and the present one from here on.
function expected({ weight }, { weights }, { rounds, rows, digits }) {
  const all = Array.from({ length: rounds }, (_, t) => weights[t] ?? weight);
  return theory(all.join(" "), all, rows, digits);
}

function sheet({ digits: names }, { shown }, columns) {
  const order = [...shown].sort((a, b) => names[a.ancestor] - names[b.ancestor] || a.ancestor - b.ancestor);
  const shades = Array.from({ length: SHADES + 1 }, () => []);
  order.forEach(({ pixels }, number) => pixels.forEach((shade, i) => {
    const [x, y] = [(number % columns) * STEP + (i % 8), Math.floor(number / columns) * STEP + Math.floor(i / 8)];
    shades[Math.round(SHADES * Math.min(Math.max(shade, 0), 1))].push(`M${x} ${y}h1v1h-1z`);
  }));
  const paths = shades.map((drawn, shade) => (shade && drawn.length ? `<path fill-opacity="${(shade / SHADES).toFixed(2)}" d="${drawn.join("")}"/>` : ""));
  const [wide, high] = [columns * STEP - 1.5, Math.ceil(order.length / columns) * STEP - 1.5];
  return `<svg class="mc-images" viewBox="0 0 ${wide} ${high}" shape-rendering="crispEdges" aria-hidden="true">${paths.join("")}</svg>`;
}

export const digits = {
  start({ seed }, settings) {
    const random = generator(seed);
    const state = { random, deck: shuffled(settings.digits.length, random.uniform), shown: [], round: 0, weights: [], ancestors: [], alive: [], playing: false };
    return counted({ ...state, shown: copies(state, 1, settings) }, settings);
  },
  advance(state, { weight }, settings) {
    const round = state.round + 1;
    const shown = copies({ ...state, round }, weight, settings);
    return counted({ ...state, round, shown, weights: [...state.weights, weight], playing: state.playing && round < settings.rounds }, settings);
  },
  ends: (state, { rounds }) => state.round >= rounds,
  facts(values, state, settings) {
    const [{ ancestors, alive }, table] = [expected(values, state, settings), unpacked(settings.images)];
    const read = (row) => settings.digits[nearest(table, row.pixels)] === settings.digits[row.ancestor];
    return {
      ...values,
      round: state.round,
      used: state.weights.at(-1) ?? 1,
      alive: state.alive[state.round],
      ancestors: state.ancestors[state.round],
      expected_alive: alive[state.round],
      expected_ancestors: ancestors[state.round],
      read: (state.read ??= state.shown.filter(read).length),
    };
  },
  verdict: (facts) => (facts.round === 0 ? "begun" : facts.used > 0 ? "held" : "loose"),
  // Where the weight was moved in a demonstration, both ends stand side by side.
  picture(settings, state) {
    if (!state.before || !this.ends(state, settings)) return sheet(settings, state, COLUMNS);
    const pair = [state.before, state].map((end) => `<div><span>${fill(settings.labels.sheet, { round: end.round, weight: end.weights.at(-1) })}</span>${sheet(settings, end, COLUMNS_OF_TWO)}</div>`);
    return `<div class="mc-images mc-bells mc-pair">${pair.join("")}</div>`;
  },
  charts(values, facts, settings, state) {
    const { labels, rounds } = settings;
    const { ancestors, alive } = expected(values, state, settings);
    const points = (list) => list.map((value, t) => [t, value]);
    return [{
      x: { label: labels.round, whole: true, low: 0, high: rounds },
      y: { label: labels.number, low: 1, high: 100, log: true },
      lines: [
        { role: "theory", label: labels.ancestors_expected, points: points(ancestors) },
        { role: "theory", label: labels.alive_expected, dashed: true, points: points(alive) },
        { role: "mixture", label: labels.ancestors, points: points(state.ancestors) },
        { role: "mixture", label: labels.alive, dashed: true, points: points(state.alive) },
      ],
      dots: [
        { role: "mixture", x: state.round, y: facts.ancestors, r: 4 },
        { role: "mixture", x: state.round, y: facts.alive, r: 4 },
      ],
    }];
  },
};
