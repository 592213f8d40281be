// SPDX-License-Identifier: Apache-2.0
// What kinds of events belong together, and which of them ends which.

export const kGroups = ['warnings', 'relays', 'charge', 'settings', 'links'] as const;
export type Group = (typeof kGroups)[number];

const kWarnings = ['E', 'Vh', 'Vl', 'Th', 'Tl'];

const kKinds: Record<Group, readonly string[]> = {
  warnings: [
    ...kWarnings.flatMap((one) => [`warning_${one}_began`, `warning_${one}_ended`]),
    'communication_lost',
    'communication_back',
    'break_located',
    'cell_count_differs',
    'reading_invalid',
    'cell_frozen',
    'sensor_saturated',
    'consumer_sensor_lost',
    'values_contradict',
    'log_voltage_low',
    'log_voltage_high',
    'log_too_cold_to_charge',
    'log_too_cold_to_discharge',
    'log_temperature_high',
    'log_communication_lost',
    'log_entry',
    'store_failing',
  ],
  relays: [
    'charge_relay_opened',
    'charge_relay_closed',
    'load_relay_opened',
    'load_relay_closed',
    'relay_oscillating',
    'relay_did_not_open',
    'relay_open_though_allowed',
  ],
  charge: ['soc_set_full', 'soc_corrected_at_empty', 'auto_zero_refused', 'gap_not_counted'],
  settings: ['settings_lost', 'v_bypass_contradicts'],
  links: ['no_data', 'data_back', 'link_let_go', 'link_taken_up', 'pack_added', 'pack_removed', 'disk_not_writable', 'disk_writable'],
};

/** The kinds of a group; all of them are known, an event of another kind is shown among all. */
export const kindsOf = (group: Group): readonly string[] => kKinds[group];

/** The same for the file, in which a change of a setting is a kind of its own. */
export const csvKindsOf = (group: Group): string[] =>
  [...kKinds[group], ...(group === 'settings' ? ['setting_changed'] : [])];

export const groupOf = (kind: string): Group | null => kGroups.find((group) => kKinds[group].includes(kind)) ?? null;

const kEndedBy: Record<string, string> = {
  ...Object.fromEntries(kWarnings.map((one) => [`warning_${one}_began`, `warning_${one}_ended`])),
  communication_lost: 'communication_back',
  charge_relay_opened: 'charge_relay_closed',
  load_relay_opened: 'load_relay_closed',
  no_data: 'data_back',
  link_let_go: 'link_taken_up',
  disk_not_writable: 'disk_writable',
};
const kEnds = Object.fromEntries(Object.entries(kEndedBy).map(([begin, end]) => [end, begin]));

/** The kind that ends what such an event begins; null: it begins nothing that lasts. */
export const endedBy = (kind: string): string | null => kEndedBy[kind] ?? null;
/** The kind of what such an event ends. */
export const endOf = (kind: string): string | null => kEnds[kind] ?? null;
