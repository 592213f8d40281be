// SPDX-License-Identifier: Apache-2.0
// Looking for batteries that are not configured yet (APP-4), and what was heard of each, in words.
import { get, send } from '../../api/client';
import type { DeviceSearch, FoundDevice } from '../../api/schema';
import { joined, packVoltage } from '../../format/format';
import { say } from '../../words/words.svelte';
import { causeOf } from './why';

const kPath = '/api/v1/devices/search';
export const begin = (ask: boolean) => send<DeviceSearch>('POST', kPath, { ask });
export const look = () => get<DeviceSearch>(kPath);
export const callOff = () => send<DeviceSearch>('DELETE', kPath);

/** How many of four bars: a phone's own steps. */
export const barsOf = (dbm: number): number => 1 + [-80, -70, -60].filter((step) => dbm >= step).length;

/** What tells it from the others: over Bluetooth all have one name. */
export const nameOf = ({ kind, name, address }: FoundDevice): string => (kind === 'bluetooth' ? `${name} ${address}` : name);

/** What was heard; packName: of the pack that has it already. */
export function heardText(found: FoundDevice, packName: string): string {
  if (found.heard === 'in_use') return say('devices.found.in_use', { name: packName });
  if (found.heard === 'not_opened') return causeOf(found.sentence, found.address);
  const told = [
    say(`devices.found.${found.heard}`),
    found.cells === null ? '' : say('devices.found.cells', { n: found.cells }),
    found.pack_mv === null ? '' : joined(packVoltage(found.pack_mv)),
    found.model ?? '',
    found.signal_dbm === null ? '' : joined({ text: String(found.signal_dbm), unit: 'dBm' }),
  ];
  return told.filter((part) => part !== '').join(', ');
}
