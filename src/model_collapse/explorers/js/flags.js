// Where the names of a chart's marks stand: above the chart, beside their rules, so that no name meets another or a rule.

export const ROW = 17; // pixels from one row of names to the next
const GAP = 5;

// About the width of a text of 13 pixels, on the wide side: the letters of Chinese and Japanese are squares.
export const textWidth = (text) => [...String(text)].reduce((sum, letter) => sum + (letter > "\u2e80" ? 13.5 : 8.3), 0);

function flag({ x, label }, row, leftwards) {
  const wide = textWidth(label);
  const left = leftwards ? x - GAP - wide : x + GAP;
  return { x, label, row, leftwards, left, right: left + wide };
}

const crosses = (rule, name) => rule.row > name.row && rule.x > name.left - GAP / 2 && rule.x < name.right + GAP / 2;
const meet = (a, b) => (a.row === b.row && a.left < b.right + GAP && b.left < a.right + GAP)
  || (a.row === b.row && [[a, b], [b, a]].some(([rule, name]) => rule.x > name.left && rule.x < name.right))
  || crosses(a, b) || crosses(b, a);

// Every way to place the names between two ends is tried, fewest rows first.
export function flags(marks, from, to) {
  const sorted = [...marks].sort((a, b) => a.x - b.x);
  const place = (rows, done) => {
    if (done.length === sorted.length) return done;
    for (let row = 0; row < rows; row += 1) {
      for (const leftwards of [true, false]) {
        const made = flag(sorted[done.length], row, leftwards);
        const fits = made.left >= from && made.right <= to && !done.some((other) => meet(made, other));
        const all = fits && place(rows, [...done, made]);
        if (all) return all;
      }
    }
    return null;
  };
  for (let rows = 1; rows <= sorted.length; rows += 1) {
    const found = place(rows, []);
    if (found) return found;
  }
  return sorted.map((mark, row) => flag(mark, row, mark.x > (from + to) / 2));
}
