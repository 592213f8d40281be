// SPDX-License-Identifier: Apache-2.0
// A change of the live stream: objects member by member, all else as a whole; null: not known any more.

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Changes target in place, so that only what is different wakes what shows it. */
export function mergeInto(target: Plain, changes: Plain): void {
  for (const [key, value] of Object.entries(changes)) {
    const before = target[key];
    if (isPlain(value) && isPlain(before)) mergeInto(before, value);
    else target[key] = value;
  }
}
