// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Event } from '../api/schema';
import { eventSentence } from './events';

const happened = (kind: string, more: Partial<Event> = {}): Event => ({
  id: 1,
  pack: 'house',
  at: 0,
  kind,
  severity: 'info',
  number: 0,
  value: 0,
  limit: 0,
  sentence: 'the gateway’s own',
  simulated: false,
  ...more,
});
const said = (kind: string, more?: Partial<Event>) => eventSentence(happened(kind, more)).replaceAll('\u00a0', ' ');

test.each<[string, Partial<Event>, string]>([
  ['communication_lost', { value: 3 }, 'Warning E: 3 messages missed in a row.'],
  ['communication_lost', { number: 6, value: 3 }, 'Warning E: no valid reading of cell 6 in 3 messages.'],
  ['communication_back', {}, 'Warning E is over: the cells are heard again.'],
  ['cell_count_differs', { value: 15, limit: 16 }, 'Found 15 cells instead of 16.'],
  ['reading_invalid', { number: 4, value: 4 * 256 }, 'The voltage of cell 4 is invalid: sensor open.'],
  ['reading_invalid', { number: 4, value: 5 }, 'The temperature of cell 4 is invalid: sensor shorted.'],
  [
    'reading_invalid',
    { number: 4, value: 2 * 256 + 3 },
    'Voltage (impossibly low) and temperature (impossibly high) of cell 4 are invalid.',
  ],
  ['cell_frozen', { number: 2, value: 3301 }, 'Cell 2 is frozen at 3.301 V: its voltage does not follow the current.'],
  ['gap_not_counted', { value: 95_000 }, '95 s without good messages were not counted into the charge.'],
  [
    'sensor_saturated',
    { number: 1, value: 101_500, limit: 100_000 },
    'Current sensor I-1 is beyond its range: 101.5 A of 100.0 A. The charge is uncertain now.',
  ],
  ['consumer_sensor_lost', {}, 'The consumers’ sensor I-2 is lost: no current is counted.'],
  ['soc_set_full', { value: 97_300 }, 'The battery is full: set to 100 %, 97.3 % had been counted.'],
  ['soc_corrected_at_empty', { value: 12_000, limit: 4_000 }, 'Charge corrected at empty: from 12 % to 4 %.'],
  [
    'v_bypass_contradicts',
    { value: 3700, limit: 3600 },
    'V-bypass is 3.700 V by the switches, which contradicts V-min or V-max (3.600 V).',
  ],
  [
    'relay_oscillating',
    { number: 2, value: 120_000 },
    'The load relay opens again and again: it now waits 2 min before it closes.',
  ],
  ['relay_open_though_allowed', { number: 2 }, 'The load relay is open, although the battery says that discharging is allowed. It may have been knocked, or is forced open.'],
  ['relay_did_not_open', { number: 1, value: 12_500 }, 'Alarm: the charge relay did not open, 12.5 A still flow.'],
  ['auto_zero_refused', { number: 2, value: 8_000 }, 'Auto zero of sensor I-2 refused: 8.0 A flow.'],
  ['settings_lost', {}, 'The stored settings were lost: everything is at its default.'],
  [
    'break_located',
    { number: 6 },
    'No data from cell 6: check the wire between cell 6 and cell 7, and the board on cell 6.',
  ],
  ['store_failing', { value: 1 }, 'One of the two copies in the OUT board’s memory takes nothing any more.'],
  [
    'store_failing',
    { value: 0 },
    'Alarm: the OUT board’s memory takes nothing any more. Settings and charge are lost when the power goes.',
  ],
  ['charge_relay_closed', { number: 1 }, 'The charge relay closed: charging is allowed.'],
  [
    'charge_relay_opened',
    {
      number: 1,
      value: 3652,
      limit: 3600,
      sentence: 'The charge relay opened: CH-1: cell 7 is 3.652 V, limit 3.600 V.',
    },
    'The charge relay opened: cell 7 is 3.652 V, V-max is 3.600 V.',
  ],
  [
    'load_relay_opened',
    {
      number: 2,
      value: 3_400,
      limit: 5_000,
      sentence: 'The load relay opened, probably because: LD-12: SOC counted 3.4 %, restart at 5 %.',
    },
    'The load relay opened, probably because: until the charge reaches 5 %; it is 3.4 %.',
  ],
  ['load_relay_opened', { number: 2, sentence: 'The load relay opened.' }, 'The load relay opened.'],
  ['warning_Vh_began', {}, 'Warning Vh: a cell’s voltage is too high.'],
  ['warning_E_ended', {}, 'Warning E is over.'],
  [
    'values_contradict',
    { value: 5000, limit: 2000, sentence: 'The battery current is told as 5 A, but …' },
    'The battery current is told as 5.0 A, but I-1 − I-2 is 2.0 A.',
  ],
  [
    'values_contradict',
    { value: 53_500, limit: 51_000, sentence: 'The pack voltage is told as 53.5 V, but …' },
    'The pack voltage is told as 53.5 V, but the cells add up to 51.0 V.',
  ],
  [
    'log_voltage_low',
    { number: 3, value: 2_695 },
    'From the battery’s own log, cell 3, 2.695 V: Warning Vl: a cell’s voltage is too low.',
  ],
  [
    'log_too_cold_to_charge',
    { number: 1, value: -1_234 },
    'From the battery’s own log, cell 1, −1.2 °C: Warning Tl: a cell is too cold.',
  ],
  [
    'log_communication_lost',
    { number: 2, value: 5 },
    'From the battery’s own log: Warning E: the cells are not heard.',
  ],
  ['no_data', {}, 'Nothing has come from the battery for 20 s. Look at its link.'],
  ['data_back', {}, 'Data come from the battery again.'],
  ['disk_not_writable', {}, 'Alarm: the history cannot be written. Look at the gateway’s disk.'],
  ['link_let_go', {}, 'An owner disconnected the gateway from the battery.'],
  ['link_taken_up', {}, 'An owner connected the gateway to the battery again.'],
  ['disk_writable', {}, 'The history can be written again.'],
  ['of_a_later_version', {}, 'the gateway’s own'],
])('%s %o', (kind, more, sentence) => expect(said(kind, more)).toBe(sentence));

test('every kind that the boards know has a sentence here', () => {
  const text = readFileSync(new URL('../../../core/include/cellwarden/core/events.hpp', import.meta.url), 'utf8');
  const list = /enum class EventKind[^{]*\{([^}]*)\}/.exec(text)?.[1] ?? '';
  const kinds = [...list.matchAll(/^ {2}(\w+),/gm)].map((match) => match[1] ?? '');
  expect(kinds.length).toBeGreaterThan(15);
  for (const kind of kinds) expect(said(kind, { number: 1 }), kind).not.toBe('the gateway’s own');
});
