// SPDX-License-Identifier: Apache-2.0
// A number as a person types it: with a comma or a point, whatever the language. Thousands are not separated, since
// "1.200" would be read in two ways.

/** NaN: not a number. */
export function parseNumber(text: string): number {
  const plain = text.trim().replace(/^[\u2212\u2013]/, '-').replace(',', '.');
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

/** How many decimals a value needs that goes in such steps; 0.005 needs three. */
export function decimalsOf(step: number): number {
  for (let digits = 0; digits < 6; digits += 1) {
    const scaled = step * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-9) return digits;
  }
  return 6;
}

/** The nearest value on the grid min, min + step, …, within min … max; free of binary crumbs such as 2.7049999. */
export function onGrid(value: number, grid: { min: number; max: number; step: number }): number {
  const { min, max, step } = grid;
  const inside = Math.min(max, Math.max(min, value));
  const steps = Math.round((inside - min) / step);
  return Number((min + steps * step).toFixed(decimalsOf(step)));
}
