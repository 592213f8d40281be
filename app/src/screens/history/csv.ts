// SPDX-License-Identifier: Apache-2.0
// What the charts show as CSV (PLUS-3). Single readings in the gateway's own form (docs/history.md), so that it can be
// read back; summed up ones with mean, lowest and highest of each step.
import { seen, type Past } from './series';
import type { View } from './view';

const cellOf = (value: number | null | undefined): string => String(value ?? '');

export function csvOf(past: Past, view: View): string {
  const [first, end] = seen(past, view);
  const lines = [...past.lines];
  const single = past.step === 0;
  const columns = (name: string) => (single ? [name] : [`${name}_mean`, `${name}_min`, `${name}_max`]);
  const head = ['time', ...lines.flatMap(([name]) => columns(name))];
  const rows = past.time.slice(first, end).map((at, offset) => {
    const i = first + offset;
    const values = lines.flatMap(([, { mean, min, max }]) => (single ? [mean[i]] : [mean[i], min[i], max[i]]));
    return [new Date(at).toISOString(), ...values.map(cellOf)].join(',');
  });
  return [head.join(','), ...rows, ''].join('\r\n');
}

/** "cabin_2026-11-25T1241_2026-11-26T1241.csv" */
export function fileName(pack: string, view: View): string {
  const text = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace(':', '');
  return `${pack}_${text(view.from)}_${text(view.to)}.csv`;
}

export function offer(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
