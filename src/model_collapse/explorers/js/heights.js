// The ends of a logarithmic axis: below the least error, and above the dot, which at a small weight is far up.

export function heights(least, here) {
  const power = 10 ** Math.floor(Math.log10(0.85 * least));
  const low = power * [5, 2, 1].find((digit) => digit * power <= 0.85 * least);
  return { low, high: 5 * 10 ** Math.max(0, Math.ceil(Math.log10(here / 5) - 1e-9)), log: true };
}
