// SPDX-License-Identifier: Apache-2.0
// Snapshots and years of the simulator for the page /dev/states.
import type { Bank, Pack } from '../api/schema';
import type { CellNow, DesignResult, FaultNow, Snapshot } from '../simulator/engine/types';
import { aBank, aPack, cellsOf, kNow } from './packs';

export const aCell = (more: Partial<CellNow> = {}): CellNow => ({
  v: 3.343, soc_percent: 64.2, cell_c: 20.4, board_c: 21, bypass: false, powered: true, led: false, since_flash_ms: 400, ...more,
});

export const aFault = (kind: FaultNow['kind'], cell = 0, magnitude = 0): FaultNow => ({ kind, pack: 1, cell, magnitude });

interface More {
  pack?: Partial<Pack>;
  faults?: FaultNow[];
  cell?: (number: number) => Partial<CellNow>;
  closed?: boolean;
}
export function aSnapshot(count: number, { pack = {}, faults = [], cell = () => ({}), closed = true }: More = {}): Snapshot<Pack, Bank> {
  const cells = Array.from({ length: count }, (_, i) => aCell({ v: 3.34 + ((i * 37) % 11) / 1000, ...cell(i + 1) }));
  return {
    time_ms: 3_600_000, at: kNow, local_ms: kNow,
    site: { solar_w: 1200, charger_w: 1100, house_w: 240, load_w: 260, ambient_c: 18 },
    packs: [{
      status: aPack({ cells: cellsOf(count), simulated: true, ...pack }), cells, switches: 0b0000_0100,
      truth: { v: 53.5, a: 16, soc_percent: 64, charge_contact_closed: closed, load_contact_closed: closed, bypassing: 0 },
    }],
    bank: aBank(), faults, happened: 0,
  };
}

export function aYear(more: Partial<DesignResult> = {}): DesignResult {
  const months = Array.from({ length: 12 }, (_, i) => ({
    month: i + 1, days: 30, harvested_wh: 60_000 + 90_000 * Math.sin((i / 11) * Math.PI), missed_wh: 20_000,
    used_wh: 80_000, unserved_wh: i % 10 === 0 ? 25_000 : 0, soc_min_percent: 20 + 5 * i, soc_max_percent: 100,
  }));
  return {
    days: 365, simulated_days: 84, months, temperature_min_c: -2.4, temperature_max_c: 38.1, most_charge_a: 38, most_discharge_a: 61,
    energy: { harvested_wh: 1_320_000, missed_wh: 240_000, used_wh: 960_000, unserved_wh: 50_000 },
    hours: { all: 8760, full: 812, empty: 130, charge_not_allowed: 820, load_not_allowed: 140 },
    openings: { charge: { 'CH-1': 3, 'CH-2': 180 }, load: { 'LD-1': 12 } }, soc_end_percent: 62,
    settings: [{ setting: 'battery_capacity', value: 3.8, unit: 'kWh', why: '' }, { setting: 'blind_spot', value: 1, unit: '', why: '' }],
    findings: [{ code: 'too_little', sentence: '' }, { code: 'weeks', sentence: '' }],
    ...more,
  };
}
