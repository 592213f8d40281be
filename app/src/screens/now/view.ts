// SPDX-License-Identifier: Apache-2.0
// What the first screen draws of a pack (APP-1): shares of the configured peaks, where the power goes, and its cells
// as columns.
import type { Pack, Settings } from '../../api/schema';
import { settingOf } from '../../state/house.svelte';

export interface FlowView {
  inW: number | null;
  outW: number | null;
  /** + is charging. */
  batteryW: number | null;
  /** Goes past the battery, from the sun to the house. */
  directW: number;
  sunPeakW: number | null;
  housePeakW: number | null;
  /** The power that is as wide as a ribbon can be: both ribbons have the same scale. */
  fullW: number;
}

const kW = (settings: Settings | undefined, name: string): number | null => {
  const value = settingOf(settings, name);
  return value === null ? null : value * 1000;
};

/** One sensor measures the battery alone (IN-4): then sun and house are not known, and never 0. */
export const hasOneSensor = ({ currents, setup }: Pack): boolean =>
  currents !== null && currents.battery_ma !== null && (setup?.second_sensor === false || currents.out_ma === null);

export function flowOf(pack: Pack, settings: Settings | undefined): FlowView {
  const currents = pack.currents;
  const one = hasOneSensor(pack);
  const inW = one ? null : (currents?.in_w ?? null);
  const outW = one ? null : (currents?.out_w ?? null);
  const sunPeakW = kW(settings, 'solar_peak_power');
  const housePeakW = kW(settings, 'inverter_peak_power');
  const known = [sunPeakW, housePeakW].filter((peak): peak is number => peak !== null && peak > 0);
  const batteryW = currents?.battery_w ?? null;
  const fullW = known.length > 0 ? Math.max(...known) : Math.max(inW ?? 0, outW ?? 0, Math.abs(batteryW ?? 0), 1);
  const directW = Math.max(0, Math.min(inW ?? 0, outW ?? 0));
  return { inW, outW, batteryW, directW, sunPeakW, housePeakW, fullW };
}

export interface RibbonView {
  /** Of the ribbon's full width, 0 … 1.3; above its peak it is wider than its pale band. */
  wide: number;
  pale: number;
  direct: number;
  over: boolean;
  /** Enough to be sure of the direction. */
  moves: boolean;
  /** Charging current alone is known: drawn in the battery's colour. */
  onlyBattery: boolean;
}

const kWidest = 1.3;
const kMovingW = 30;

export function ribbonOf(flow: FlowView, end: 'sun' | 'house'): RibbonView {
  const known = end === 'sun' ? flow.inW : flow.outW;
  const battery = end === 'sun' ? (flow.batteryW ?? 0) : -(flow.batteryW ?? 0);
  const w = Math.max(0, known ?? battery);
  const peak = end === 'sun' ? flow.sunPeakW : flow.housePeakW;
  const share = (watts: number) => Math.min(kWidest, watts / flow.fullW);
  return {
    wide: share(w),
    pale: peak === null ? 0 : share(peak),
    direct: share(Math.min(flow.directW, w)),
    over: peak !== null && w > peak,
    moves: w > kMovingW,
    onlyBattery: known === null,
  };
}

export type CellState = 'safe' | 'balancing' | 'outside' | 'unknown';
export interface Column {
  from: number;
  to: number;
  state: CellState;
}

const kMostColumns = 64;
const kWorst: CellState[] = ['outside', 'balancing', 'unknown', 'safe'];

function stateOf(pack: Pack, settings: Settings | undefined, n: number): CellState {
  const cell = pack.cells[n];
  // While E holds no cell is heard: what was read before proves nothing now.
  if (!cell || cell.mv === null || pack.warnings.includes('E')) return 'unknown';
  const mv = (name: string) => settingOf(settings, name);
  const [vMin, vMax, tMin, tMax] = [mv('v_min'), mv('v_max'), mv('t_min'), mv('t_max')];
  const high = vMax !== null && cell.mv >= Math.round(vMax * 1000);
  const low = vMin !== null && cell.mv <= Math.round(vMin * 1000);
  const warm = cell.c !== null && tMax !== null && cell.c > tMax;
  const cold = cell.c !== null && tMin !== null && cell.c < tMin;
  if (high || low || warm || cold) return 'outside';
  return cell.bypass ? 'balancing' : 'safe';
}

/** A column each up to 64 cells; above, neighbours share one, which shows the worst of them. */
export function columnsOf(pack: Pack, settings: Settings | undefined): Column[] {
  const count = Math.max(0, ...Object.keys(pack.cells).map(Number)) || (pack.setup?.cells ?? 0);
  const each = Math.ceil(count / kMostColumns) || 1;
  const columns: Column[] = [];
  for (let from = 1; from <= count; from += each) {
    const to = Math.min(count, from + each - 1);
    const states = Array.from({ length: to - from + 1 }, (_, i) => stateOf(pack, settings, from + i));
    columns.push({ from, to, state: kWorst.find((one) => states.includes(one)) ?? 'unknown' });
  }
  return columns;
}

/** "7", "7, 9", at most six of them: who is balancing or outside. */
export function named(columns: Column[], state: CellState): string {
  const names = columns
    .filter((one) => one.state === state)
    .map((c) => (c.from === c.to ? `${c.from}` : `${c.from}–${c.to}`));
  return names.slice(0, 6).join(', ') + (names.length > 6 ? ' …' : '');
}
