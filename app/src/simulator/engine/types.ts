// SPDX-License-Identifier: Apache-2.0
// What goes to the simulator and what it answers. `Status`, `Bank`, `PackEvent` and `SettingView` have the shapes of
// the gateway's API, so the screens do not know where a pack comes from.

/** A number of the plan with its place: "pack.cells", "sun.peak_w", "settings.v_max"; docs: app/wasm/README.md. */
export type PlanName = `${PlanPlace}.${string}`;
export type PlanPlace =
  | 'scenario'
  | 'pack'
  | 'switches'
  | 'spread'
  | 'sensor_in'
  | 'sensor_out'
  | 'cell'
  | 'isolated'
  | 'settings'
  | 'site'
  | 'sun'
  | 'charger'
  | 'inverter'
  | 'house'
  | 'ambient';

export interface PlanEntry {
  name: PlanName;
  value: number;
  /** 1…; left out: all packs. */
  pack?: number;
  /** The cell, where the place is "cell" or "isolated". */
  cell?: number;
}

export interface PlannedFault {
  kind: FaultKind;
  pack?: number;
  /** The cell, wire (the one behind this cell), relay (1 charge, 2 load) or sensor (1, 2); 0: none. */
  cell?: number;
  start_s: number;
  /** Left out: for good. */
  end_s?: number;
  magnitude?: number;
}

/** What is left out is sized to the pack, as in a scenario file. */
export interface Plan {
  entries: PlanEntry[];
  faults?: PlannedFault[];
}

/** One of build/wasm/scenarios.json: the shipped scenarios as plans. */
export interface ShippedScenario {
  id: string;
  name: string;
  about: string;
  days: number;
  plan: Plan;
}

/** The parameters that a person would give; `planOf` makes a plan of them. */
export interface SystemParameters {
  cells: number;
  capacityAh: number;
  socPercent?: number;
  /** One standard deviation of the cells' capacity, resistance and SOC. */
  spreadPercent?: number;
  solarPeakW?: number;
  inverterPeakW?: number;
  chargerMaxA?: number;
  houseWhPerDay?: number;
  latitude?: number;
  dayOfYear?: number;
  beginHour?: number;
  cloudiness?: number;
  ambientC?: number;
  vMin?: number;
  vBypass?: number;
  vMax?: number;
  fastCycle?: boolean;
  criticalMode?: boolean;
  secondSensor?: boolean;
  wiring?: 'separate' | 'combined_two' | 'combined_one';
  /** Cells with less capacity than the others, % of it. */
  weakCells?: { cell: number; percent: number }[];
}

export type FaultKind =
  | 'chain_wire_broken'
  | 'chain_intermittent'
  | 'chain_bit_errors'
  | 'chain_bytes_lost'
  | 'chain_bytes_doubled'
  | 'clock_drift'
  | 'board_dead'
  | 'board_rebooting'
  | 'board_hanging'
  | 'board_missing'
  | 'boards_swapped'
  | 'sensor_offset'
  | 'sensor_gain'
  | 'sensor_stuck'
  | 'sensor_reversed'
  | 'sensors_swapped'
  | 'sensor_wrong_size'
  | 'sensor_lost'
  | 'cell_voltage_bias'
  | 'cell_voltage_spike'
  | 'cell_voltage_stuck'
  | 'converter_off'
  | 'thermistor_open'
  | 'thermistor_shorted'
  | 'connection_resistance'
  | 'weak_cell'
  | 'internal_short'
  | 'cell_heated'
  | 'charge_relay_welded'
  | 'load_relay_welded'
  | 'coil_pulse_lost'
  | 'relay_flipped'
  | 'charger_ignores'
  | 'load_ignores'
  | 'load_inrush'
  | 'memory_corruption'
  | 'out_power_loss'
  | 'in_power_loss'
  | 'switches'
  | 'button'
  | 'ambient';

export interface FaultNow {
  kind: FaultKind;
  pack: number;
  cell: number;
  magnitude: number;
}

/** null: as the model of the plan has it. */
export interface Knobs {
  /** Times what the panels give. */
  sun_factor: number | null;
  /** Held there, of the panels' peak power: 0…1.1. */
  sun_share: number | null;
  /** 0 clear … 1 overcast, from now on. */
  cloudiness: number | null;
  house_w: number | null;
  ambient_c: number | null;
}

export interface Refusal {
  code: string;
  sentence: string;
  setting?: string;
  /** Of simulated time. */
  retry_after_s?: number;
}
export type Answer<T> = ({ error?: undefined } & T) | { error: Refusal };
export type Done = Answer<{ done: true }>;
export type Written = Answer<{
  done: true;
  changes: { setting: string; before: number; after: number; unit: string }[];
}>;

/** A cell with its board, as one who stands before it sees it (and more). Cell 1 first. */
export interface CellNow {
  v: number;
  soc_percent: number;
  cell_c: number;
  board_c: number;
  bypass: boolean;
  powered: boolean;
  /** There is no board: the chain goes past. */
  bridged?: boolean;
  /** Lit now. */
  led: boolean;
  /** So long ago its last flash of 50 ms began; null: none yet. Behind a break it only grows. */
  since_flash_ms: number | null;
}

export interface PackTruth {
  v: number;
  a: number;
  soc_percent: number;
  charge_contact_closed: boolean;
  load_contact_closed: boolean;
  bypassing: number;
}

export interface PackSnapshot<Status = unknown> {
  /** `Status` of the gateway's API. */
  status: Status;
  truth: PackTruth;
  cells: CellNow[];
  /** The IN board's option switches, switch 1 is bit 0. */
  switches: number;
}

export interface Snapshot<Status = unknown, Bank = unknown> {
  /** Since the beginning. */
  time_ms: number;
  /** The simulated wall clock, UTC since 1970: what `at` in a status is to be compared with. */
  at: number;
  /** The owner's local time there, as if it were UTC. */
  local_ms: number;
  site: { solar_w: number; charger_w: number; house_w: number; load_w: number; ambient_c: number };
  packs: PackSnapshot<Status>[];
  bank: Bank;
  faults: FaultNow[];
  /** How many events there are so far. */
  happened: number;
}

/** `Event` of the gateway's API. */
export interface PackEvent {
  id: number;
  pack: string;
  at: number;
  kind: string;
  severity: 'info' | 'warning' | 'alarm';
  number: number;
  value: number;
  limit: number;
  sentence: string;
  simulated: boolean;
}
export interface Events {
  next: number;
  events: PackEvent[];
}

/** Columns for charts; powers and SOC are means of looks once a minute, voltages and temperatures extremes. */
export interface Track {
  step_ms: number;
  time_ms: number[];
  solar_w: number[];
  charger_w: number[];
  load_w: number[];
  battery_w: number[];
  soc_percent: number[];
  board_soc_percent: number[];
  /** Shares of the time, 0…1. */
  charge_closed: number[];
  load_closed: number[];
  bypassing: number[];
  voltage_min: number[];
  voltage_max: number[];
  temperature_min: number[];
  temperature_max: number[];
}

export interface SettingView {
  value: number | null;
  unit: string;
  min: number;
  max: number;
  step: number;
}
export interface SettingsTold {
  settings: Record<string, SettingView>;
  factory_pin: boolean;
  /** Of simulated time. */
  pin_locked_s: number;
}
export type SettingsView = Answer<SettingsTold>;

export type CommandName =
  | 'hold'
  | 'confirm_cells'
  | 'clear_totals'
  | 'change_pin'
  | 'waive_temperature'
  | 'set_offset';

export interface DesignEnergy {
  harvested_wh: number;
  missed_wh: number;
  used_wh: number;
  unserved_wh: number;
}
export interface DesignResult {
  /** That the result stands for; in the end 365. */
  days: number;
  /** That were simulated: the same, or one week of each month. */
  simulated_days: number;
  energy: DesignEnergy;
  months: (DesignEnergy & {
    month: number;
    days: number;
    soc_min_percent: number;
    soc_max_percent: number;
  })[];
  hours: {
    all: number;
    full: number;
    empty: number;
    charge_not_allowed: number;
    load_not_allowed: number;
  };
  /** How often each relay opened, by the rule that opened it. */
  openings: { charge: Record<string, number>; load: Record<string, number> };
  temperature_min_c: number;
  temperature_max_c: number;
  most_charge_a: number;
  most_discharge_a: number;
  soc_end_percent: number;
  settings: { setting: string; value: number; unit: string; why: string }[];
  findings: { code: string; sentence: string }[];
}
