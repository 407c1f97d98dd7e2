// A guess comes first, then the answer.

export const predict = {
  start: () => ({ revealed: false }),
  reveal: () => ({ revealed: true }),
  facts({ guess }, { revealed }, { answer }) {
    return revealed ? { guess, answer, distance: Math.abs(guess - answer) } : { guess };
  },
  verdict: (facts) => ("answer" in facts ? "revealed" : "asked"),
  charts({ guess }, facts, { labels, curve, axes }, { revealed }) {
    if (!revealed) return [];
    return [{
      x: { label: axes.x_label, low: axes.x[0], high: axes.x[1] },
      y: { label: axes.y_label, low: axes.y[0], high: axes.y[1] },
      lines: [{ role: "theory", points: curve }],
      marks: [{ x: guess, label: labels.guess }, { x: facts.answer, label: labels.answer }],
    }];
  },
};
