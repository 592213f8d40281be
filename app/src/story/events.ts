// SPDX-License-Identifier: Apache-2.0
// What happened, in the person's language, from an event's kind, number, value and limit (docs/api.md). The kinds of
// the boards are those of core's EventKind, the others are the gateway's own. An unknown kind says
// what the gateway said.
import type { Event, Reason } from '../api/schema';
import { cellVoltage, celsius, current, joined, packVoltage } from '../format/format';
import { say, type Key } from '../words/words.svelte';
import { lasting, percentOf } from './amounts';
import { reasonClause, type RelayName } from './reasons';

const relayOf = (event: Event): RelayName => (event.number === 1 ? 'charge' : 'load');
const amps = (ma: number) => joined(current(ma));

// In the order of core's ReadingFault; 0 is none.
const kFaults = [
  'missing',
  'too_low',
  'too_high',
  'sensor_open',
  'sensor_shorted',
  'not_a_number',
  'converter_off',
] as const;
const faultOf = (code: number) => say(`fault.${kFaults[code - 1] ?? 'missing'}`);

function invalidReading({ number: cell, value }: Event): string {
  const voltage = Math.floor(value / 256);
  const temperature = value % 256;
  if (temperature === 0) return say('event.voltage_invalid', { cell, fault: faultOf(voltage) });
  if (voltage === 0) return say('event.temperature_invalid', { cell, fault: faultOf(temperature) });
  return say('event.both_invalid', { cell, fault: faultOf(voltage), other: faultOf(temperature) });
}

const kSubjects: Record<string, Reason['subject']> = {
  'CH-1': 'highest_cell_voltage',
  'CH-2': 'lowest_cell_voltage',
  'CH-3': 'lowest_cell_temperature',
  'CH-4': 'highest_cell_temperature',
  'CH-11': 'highest_cell_voltage',
  'CH-12': 'state_of_charge',
  'CH-13': 'highest_cell_voltage',
  'CH-14': 'nearest_temperature',
  'LD-1': 'lowest_cell_voltage',
  'LD-2': 'lowest_cell_temperature',
  'LD-3': 'highest_cell_temperature',
  'LD-11': 'lowest_cell_voltage',
  'LD-12': 'state_of_charge',
  'LD-13': 'nearest_temperature',
};

/** The event carries value and limit; rule and cell stand only in the gateway's own sentence, which names its rule. */
function relayOpened(event: Event): string {
  const relay = relayOf(event);
  const rule = /\b((?:CH|LD|RELAY)-\d+):/.exec(event.sentence)?.[1] ?? null;
  if (!rule) return say(`event.${relay}_relay_opened`);
  const cell = Number(/\bcell (\d+)/.exec(event.sentence)?.[1] ?? 0) || null;
  const subject = rule === 'RELAY-1' ? (cell === null ? 'restart_delay' : voltageNearLimit(relay)) : kSubjects[rule];
  const reason: Reason = { sentence: '', rule, subject: subject ?? null, cell, value: event.value, limit: event.limit };
  const probably = event.sentence.includes('probably');
  return say(`event.${probably ? 'openedProbably' : 'openedBecause'}.${relay}`, { why: reasonClause(reason, relay) });
}

const voltageNearLimit = (relay: RelayName) => (relay === 'charge' ? 'highest_cell_voltage' : 'lowest_cell_voltage');

function contradiction(event: Event): string {
  if (event.sentence.includes('current')) {
    return say('event.contradict.current', { v: amps(event.value), limit: amps(event.limit) });
  }
  return say('event.contradict.voltage', {
    v: joined(packVoltage(event.value)),
    limit: joined(packVoltage(event.limit)),
  });
}

function warning(event: Event): string | null {
  const [, name, what] = /^warning_(E|Vh|Vl|Th|Tl)_(began|ended)$/.exec(event.kind) ?? [];
  if (!name) return null;
  return what === 'began' ? say(`event.began.${name}` as Key) : say('event.ended', { w: name });
}

// An entry of the log that a real battery keeps of itself.
const kLogged: Record<string, Key> = {
  log_voltage_low: 'event.began.Vl',
  log_voltage_high: 'event.began.Vh',
  log_too_cold_to_charge: 'event.began.Tl',
  log_too_cold_to_discharge: 'event.began.Tl',
  log_temperature_high: 'event.began.Th',
  log_communication_lost: 'event.began.E',
};
function logged({ kind, number: cell, value }: Event): string | null {
  const key = kLogged[kind];
  if (!key) return null;
  const what = say(key);
  if (cell === 0 || key === 'event.began.E') return say('event.log', { what });
  const v = joined(key.includes('.V') ? cellVoltage(value) : celsius(value / 1000, 1));
  return say('event.logCell', { cell, v, what });
}

const kSentences: Record<string, (event: Event) => string> = {
  communication_lost: ({ number: cell, value: n }) =>
    cell ? say('event.communication_lost_cell', { cell, n }) : say('event.communication_lost', { n }),
  communication_back: () => say('event.communication_back'),
  cell_count_differs: ({ value: n, limit }) => say('event.cell_count_differs', { n, limit }),
  reading_invalid: invalidReading,
  cell_frozen: ({ number: cell, value }) => say('event.cell_frozen', { cell, v: joined(cellVoltage(value)) }),
  gap_not_counted: ({ value }) => say('event.gap_not_counted', { t: lasting(value) }),
  sensor_saturated: ({ number: n, value, limit }) =>
    say('event.sensor_saturated', { n, v: amps(value), limit: amps(limit) }),
  consumer_sensor_lost: () => say('event.consumer_sensor_lost'),
  soc_set_full: ({ value }) => say('event.soc_set_full', { v: percentOf(value) }),
  soc_corrected_at_empty: ({ value, limit }) =>
    say('event.soc_corrected_at_empty', { v: percentOf(value), limit: percentOf(limit) }),
  v_bypass_contradicts: ({ value, limit }) =>
    say('event.v_bypass_contradicts', { v: joined(cellVoltage(value)), limit: joined(cellVoltage(limit)) }),
  relay_oscillating: (event) => say(`event.oscillating.${relayOf(event)}`, { t: lasting(event.value) }),
  relay_did_not_open: (event) => say(`event.didNotOpen.${relayOf(event)}`, { v: amps(Math.abs(event.value)) }),
  relay_open_though_allowed: (event) => say(`event.openThoughAllowed.${relayOf(event)}`),
  auto_zero_refused: ({ number: n, value }) => say('event.auto_zero_refused', { n, v: amps(value) }),
  settings_lost: () => say('event.settings_lost'),
  break_located: ({ number: a }) => say('event.break', { a, b: a + 1 }),
  store_failing: ({ value }) => say(value === 0 ? 'event.store_failed' : 'event.store_failing'),
  charge_relay_closed: () => say('event.charge_relay_closed'),
  load_relay_closed: () => say('event.load_relay_closed'),
  charge_relay_opened: relayOpened,
  load_relay_opened: relayOpened,
  values_contradict: contradiction,
  no_data: () => say('event.no_data'),
  data_back: () => say('event.data_back'),
  link_let_go: () => say('event.link_let_go'),
  link_taken_up: () => say('event.link_taken_up'),
  pack_added: () => say('event.pack_added'),
  pack_removed: () => say('event.pack_removed'),
  disk_not_writable: () => say('event.disk_not_writable'),
  disk_writable: () => say('event.disk_writable'),
};

export function eventSentence(event: Event): string {
  return kSentences[event.kind]?.(event) ?? warning(event) ?? logged(event) ?? event.sentence;
}
