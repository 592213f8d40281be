// SPDX-License-Identifier: Apache-2.0
// A row of the browser's history: all that a pack told in a minute, or a quarter of an hour, as lowest, mean and highest. The
// series have the names and units of the gateway's history (docs/history.md), so that the same screens show them.
import type { Cell, Pack } from '../../api/schema';

interface Series {
  name: string;
  unit: string;
  shape: 'value' | 'flag';
  decimals: number;
  of(pack: Pack): number | null;
}

const value = (name: string, unit: string, decimals: number, of: Series['of']): Series =>
  ({ name, unit, shape: 'value', decimals, of });
const flag = (name: string, of: (pack: Pack) => boolean | null | undefined): Series =>
  ({ name, unit: '', shape: 'flag', decimals: 3, of: (pack) => (of(pack) ?? null) === null ? null : Number(of(pack)) });
const per = (scale: number, number: number | null | undefined) => (number ?? null) === null ? null : (number as number) / scale;

/** Of the whole pack, in the order in which a row has them; new ones only at the end. */
export const kPackSeries: readonly Series[] = [
  value('soc', '%', 3, ({ charge }) => charge?.soc_percent ?? null),
  value('pack_v', 'V', 3, ({ currents }) => per(1000, currents?.pack_mv)),
  value('battery_a', 'A', 3, ({ currents }) => per(1000, currents?.battery_ma)),
  value('current_in_a', 'A', 3, ({ currents }) => per(1000, currents?.in_ma)),
  value('current_out_a', 'A', 3, ({ currents }) => per(1000, currents?.out_ma)),
  value('power_w', 'W', 1, ({ currents }) => currents?.battery_w ?? null),
  value('stored_wh', 'Wh', 0, ({ charge }) => charge?.stored_wh ?? null),
  value('cell_v_min', 'V', 3, ({ extremes }) => extremes.voltage_min?.v ?? null),
  value('cell_v_max', 'V', 3, ({ extremes }) => extremes.voltage_max?.v ?? null),
  value('cell_c_min', '°C', 1, ({ extremes }) => extremes.temperature_min?.c ?? null),
  value('cell_c_max', '°C', 1, ({ extremes }) => extremes.temperature_max?.c ?? null),
  flag('charge_closed', ({ charge_relay }) => charge_relay.allowed),
  flag('load_closed', ({ load_relay }) => load_relay.allowed),
  flag('soc_calibrated', ({ charge }) => charge?.calibrated),
  flag('warning_e', ({ warnings }) => warnings.includes('E')),
  flag('warning_vh', ({ warnings }) => warnings.includes('Vh')),
  flag('warning_vl', ({ warnings }) => warnings.includes('Vl')),
  flag('warning_th', ({ warnings }) => warnings.includes('Th')),
  flag('warning_tl', ({ warnings }) => warnings.includes('Tl')),
  flag('simulated', ({ simulated }) => simulated),
];

interface CellSeries extends Omit<Series, 'of'> {
  of(cell: Cell): number | null;
}
/** Of each cell, behind those of the pack, cell 1 first. */
export const kCellSeries: readonly CellSeries[] = [
  { name: 'cell_v', unit: 'V', shape: 'value', decimals: 3, of: ({ mv }) => per(1000, mv) },
  { name: 'cell_c', unit: '°C', shape: 'value', decimals: 1, of: ({ c }) => c },
  { name: 'bypass', unit: '', shape: 'flag', decimals: 3, of: ({ bypass }) => (bypass === null ? null : Number(bypass)) },
];

export interface Row {
  pack: string;
  /** Of its first reading, and one past its last (UTC, ms). */
  at: number;
  end: number;
  /** Readings that it sums up. */
  count: number;
  /** Lowest, mean and highest of each series; not a number: not known. */
  values: Float32Array;
  /** Counters of the pack at the end, Wh; null: not known. */
  inWh: number | null;
  outWh: number | null;
}

const kParts = 3;
const seriesCount = (cells: number) => kPackSeries.length + cells * kCellSeries.length;
export const cellsOf = (row: Row): number => (row.values.length / kParts - kPackSeries.length) / kCellSeries.length;

/** Where a series stands in a row; -1: there is no such series, or no such cell. */
export function indexOf(name: string, cells: number): number {
  const [series = '', number = ''] = name.split('/');
  if (!number) return kPackSeries.findIndex((one) => one.name === series);
  const cell = Number(number);
  const which = kCellSeries.findIndex((one) => one.name === series);
  return which < 0 || !(cell >= 1 && cell <= cells) ? -1 : kPackSeries.length + (cell - 1) * kCellSeries.length + which;
}

export const seriesNamed = (name: string): Omit<Series, 'of'> | undefined =>
  kPackSeries.find((one) => one.name === name) ?? kCellSeries.find((one) => name.startsWith(`${one.name}/`));

/** null: nothing of it is true now, and so nothing is kept (APP-7). */
export function rowOf(pack: Pack, now: number): Row | null {
  if (pack.presence !== 'live') return null;
  const numbers = Object.keys(pack.cells).map(Number);
  const cells = numbers.length === 0 ? 0 : Math.max(...numbers);
  const values = new Float32Array(seriesCount(cells) * kParts).fill(NaN);
  const put = (index: number, number: number | null) => {
    if (number !== null) values.fill(number, index * kParts, (index + 1) * kParts);
  };
  kPackSeries.forEach((series, i) => put(i, series.of(pack)));
  for (const cell of numbers) {
    const told = pack.cells[cell];
    if (!told || told.stale) continue;
    kCellSeries.forEach(({ of }, i) => put(kPackSeries.length + (cell - 1) * kCellSeries.length + i, of(told)));
  }
  const { in_total_wh: inWh = null, out_total_wh: outWh = null } = pack.charge ?? {};
  return { pack: pack.id, at: now, end: now + 1, count: 1, values, inWh, outWh };
}

/** Both as one; a comes before b. */
export function merged(a: Row, b: Row): Row {
  const longer = a.values.length >= b.values.length ? a : b;
  const values = Float32Array.from(longer.values);
  const shorter = longer === a ? b : a;
  const count = a.count + b.count;
  for (let i = 0; i < shorter.values.length; i += kParts) {
    const [lowA = NaN, meanA = NaN, highA = NaN] = a.values.subarray(i, i + kParts);
    const [lowB = NaN, meanB = NaN, highB = NaN] = b.values.subarray(i, i + kParts);
    const both: [number, number, number] = Number.isNaN(meanA) ? [lowB, meanB, highB]
      : Number.isNaN(meanB) ? [lowA, meanA, highA]
      : [Math.min(lowA, lowB), (meanA * a.count + meanB * b.count) / count, Math.max(highA, highB)];
    values.set(both, i);
  }
  return {
    pack: a.pack, at: a.at, end: Math.max(a.end, b.end), count, values,
    inWh: b.inWh ?? a.inWh, outWh: b.outWh ?? a.outWh,
  };
}

/** Lowest, mean and highest of a series; null: not known. */
export function partsOf(row: Row, index: number): [number, number, number] | null {
  const mean = row.values[index * kParts + 1];
  if (index < 0 || mean === undefined || Number.isNaN(mean)) return null;
  return [row.values[index * kParts] ?? mean, mean, row.values[index * kParts + 2] ?? mean];
}
