// SPDX-License-Identifier: Apache-2.0
// Packs to show and to test with. The first is the manual's screen (APP-1): 53.5 V, 18.5 A in, 2.0 A out.
import type { Bank, Cell, Pack, Relay, Settings, Setup } from '../api/schema';

export const kNow = 1_795_689_844_000;

export const closed: Relay = { allowed: true, closed: true, inferred: false, reasons: [], at: kNow };

/** An open relay with one reason: rule, subject, cell, value, limit. */
export function openFor(
  rule: string | null,
  subject: Relay['reasons'][number]['subject'] = null,
  cell: number | null = null,
  value: number | null = null,
  limit: number | null = null,
): Relay {
  return { ...closed, allowed: false, closed: false, reasons: [{ sentence: '', rule, subject, cell, value, limit }] };
}

export function cellsOf(count: number, mv = 3343, more: Record<number, Partial<Cell>> = {}): Pack['cells'] {
  const cells: Pack['cells'] = {};
  for (let n = 1; n <= count; n += 1) {
    // A spread that looks measured, and is the same each time.
    const spread = ((n * 37) % 11) - 5;
    cells[n] = { mv: mv + spread, c: 21 + (spread + 5) / 10, bypass: false, ...more[n] };
  }
  return cells;
}

export const setup: Setup = {
  cells: 16,
  cells_found: 16,
  cells_to_confirm: null,
  factory_cells: 16,
  sensor_a: 100,
  cycle: 'slow',
  mode: 'normal',
  v_bypass_mv: 3400,
  blind_spot: true,
  auto_zero: false,
  second_sensor: true,
  switch_8: false,
  at: kNow,
};

/** Currents with the powers that follow from them. */
export function flow(packMv: number, inMa: number | null, outMa: number | null): NonNullable<Pack['currents']> {
  const battery = inMa === null ? null : inMa - (outMa ?? 0);
  const watts = (ma: number | null) => (ma === null ? null : (packMv * ma) / 1e6);
  return {
    pack_mv: packMv,
    in_ma: inMa,
    out_ma: outMa,
    battery_ma: battery,
    in_w: watts(inMa),
    out_w: watts(outMa),
    battery_w: watts(battery),
    at: kNow,
  };
}

export const charge: NonNullable<Pack['charge']> = {
  soc_percent: 75.4,
  calibrated: true,
  capacity_wh: 5000,
  stored_wh: 3770,
  in_today_wh: 2340,
  out_today_wh: 1120,
  in_total_wh: 812_000,
  out_total_wh: 640_000,
  at: kNow,
};

export const chain: NonNullable<Pack['chain']> = {
  missed: 0,
  cell_count_differs: false,
  invalid_cell: null,
  break_at_cell: null,
  good: 100,
  damaged: 0,
  cut_short: 0,
  sequence_errors: 0,
  at: kNow,
};

const off = { pins_1_2_closed: true, pins_2_3_closed: false };
export const panel: NonNullable<Pack['panel']> = {
  leds: { info: 'off', charge: 'flashing', load: 'flashing' },
  charge_contacts: off,
  load_contacts: off,
  hold_charge_open: false,
  hold_load_open: false,
  charge_did_not_open: false,
  load_did_not_open: false,
  waived_cell: null,
  waiver_left_s: null,
  at: kNow,
};

export const sensors: NonNullable<Pack['sensors']> = {
  in_saturated: false,
  out_saturated: false,
  second_sensor_lost: false,
  in_zeroing: 'idle',
  out_zeroing: 'idle',
  at: kNow,
};

export function aPack(more: Partial<Pack> = {}): Pack {
  return {
    id: 'house',
    name: 'House battery',
    simulated: false,
    presence: 'live',
    cycle_ms: 1000,
    sentence: '',
    warnings: [],
    unconfirmed: [],
    currents: flow(53_500, 18_500, 2_000),
    charge,
    charge_relay: closed,
    load_relay: closed,
    extremes: {
      voltage_min: { cell: 6, v: 3.331 },
      voltage_max: { cell: 7, v: 3.405 },
      temperature_min: { cell: 1, c: 20.5 },
      temperature_max: { cell: 7, c: 31 },
    },
    panel,
    setup,
    chain,
    sensors,
    health: null,
    identity: null,
    cells: cellsOf(16),
    links: [],
    cells_at: kNow,
    data_at: kNow,
    ...more,
  };
}

const one = (value: number | null, unit: string) => ({
  value,
  unit,
  min: 0,
  max: 9999,
  step: 1,
  choices: null,
  writable: true,
  certainty: 'ours' as const,
  why_not: null,
});

export function someSettings(more: Partial<Settings> = {}): Settings {
  const can = { possible: true, why_not: null };
  return {
    read_at: kNow,
    settings: {
      solar_peak_power: one(2, 'kW'),
      inverter_peak_power: one(1, 'kW'),
      battery_capacity: one(5, 'kWh'),
      nominal_cell_voltage: one(3.2, 'V'),
      v_min: one(2.7, 'V'),
      v_max: one(3.6, 'V'),
      t_min: one(10, '°C'),
      t_max: one(80, '°C'),
      charge_restart: one(95, '%'),
      discharge_restart: one(5, '%'),
      profile: one(0, ''),
      restart_delay: one(30, 's'),
      v_min_hysteresis: one(100, 'mV'),
      v_max_hysteresis: one(50, 'mV'),
      out_board_version: one(2, ''),
    },
    v_bypass: { value: 3.4, unit: 'V' },
    signed_in: true,
    clock: null,
    factory_pin: false,
    pin_locked_s: 0,
    abilities: { settings: can, hold: can, commands: can },
    ...more,
  };
}

export function aBank(more: Partial<Bank> = {}): Bank {
  return {
    charge_allowed: true,
    load_allowed: true,
    without_data: [],
    against_charge: [],
    against_load: [],
    battery_ma: -31_000,
    in_ma: 0,
    out_ma: 31_000,
    soc_percent: 61.2,
    stored_wh: 9_400,
    capacity_wh: 15_300,
    voltage_min: null,
    voltage_max: null,
    temperature_min: null,
    temperature_max: null,
    warnings: [],
    ...more,
  };
}
