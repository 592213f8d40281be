// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { aPack } from '../dev/packs';
import type { CellNow } from './engine/types';
import { kept, ledOf, settingsOf, shifted, spotsOf, stepFrom, toggled, vBypassOf } from './shown';

test('every time in a pack is shifted, and nothing else', () => {
  const pack = { data_at: 1000, cells: { 1: { mv: 3300, at: 900 } }, links: [{ at: null, bytes: 5 }], cells_at: null };
  expect(shifted(pack, 50)).toEqual({
    data_at: 1050, cells: { 1: { mv: 3300, at: 950 } }, links: [{ at: null, bytes: 5 }], cells_at: null,
  });
  expect(pack.data_at, 'the snapshot itself stays').toBe(1000);
});

const kCell: CellNow = {
  v: 3.3, soc_percent: 50, cell_c: 20, board_c: 20, bypass: false, powered: true, led: false, since_flash_ms: 900,
};

test('a LED flashes while messages pass, is on while its board bypasses, and dark behind a break (CELL-6, CHAIN-4)', () => {
  expect(ledOf(kCell, 1000)).toBe('flashing');
  expect(ledOf({ ...kCell, bypass: true, led: true }, 1000)).toBe('on');
  expect(ledOf({ ...kCell, since_flash_ms: 3001 }, 1000)).toBe('dark');
  expect(ledOf({ ...kCell, since_flash_ms: 1600 }, 500)).toBe('dark');
  expect(ledOf({ ...kCell, since_flash_ms: null }, 1000)).toBe('dark');
  expect(ledOf({ ...kCell, bypass: true, powered: false }, 1000)).toBe('dark');
});

test('arrow keys walk from the IN board along every board and wire to the relays, and stop at the ends', () => {
  const spots = spotsOf(2);
  expect(spots.map((one) => one.at)).toEqual(['in', 'cell', 'wire', 'cell', 'out', 'relay', 'relay']);
  expect(stepFrom(spots, { at: 'cell', cell: 1 }, 1)).toEqual({ at: 'wire', cell: 1 });
  expect(stepFrom(spots, { at: 'in' }, -1)).toEqual({ at: 'in' });
  expect(stepFrom(spots, { at: 'out' }, 99)).toEqual({ at: 'relay', relay: 2 });
});

test('switches 2, 6 and 7 are V-bypass as in the manual (IN-1)', () => {
  expect(vBypassOf(0b0000_0100), 'switch 3 has nothing to do with it').toBe(3.4);
  expect(vBypassOf(0b0100_0000)).toBe(3.5);
  expect(vBypassOf(0b0010_0000)).toBe(3.6);
  expect(vBypassOf(0b0000_0010)).toBe(4.0);
  expect(vBypassOf(0b0110_0010)).toBe(4.3);
  expect(toggled(0b100, 1)).toBe(0b101);
  expect(toggled(0b101, 3)).toBe(0b001);
});

test('settings are told as the gateway tells them, a lock-out in the time of the person who waits', () => {
  const row = { value: 0, unit: '', min: 0, max: 1, step: 1 };
  const told = { settings: { profile: row, v_max: { ...row, value: 3.6, unit: 'V' } }, factory_pin: true, pin_locked_s: 61 };
  const [link] = aPack().links;
  const up = { ...link, kind: 'simulated', state: 'up', signed_in: true, device: 'cellwarden' };
  const settings = settingsOf(told, aPack({ links: [up as never] }), 60);
  expect(settings).toMatchObject({ factory_pin: true, pin_locked_s: 2, v_bypass: { value: 3.4 }, abilities: { hold: { possible: true } } });
  expect(settings.settings.profile).toMatchObject({ writable: true, choices: [{ name: 'guarded' }, { name: 'exact' }] });
  const silent = settingsOf(told, aPack({ links: [{ ...up, state: 'opening' } as never] }), 1);
  expect([silent.settings.v_max.writable, silent.abilities.settings.possible, silent.pin_locked_s]).toEqual([false, false, 61]);
});

test('what does not differ stays the very same object, so that it is not drawn anew', () => {
  const before = [{ n: 1, mv: 3300 }, { n: 2, mv: 3301 }];
  expect(kept(before, [{ n: 1, mv: 3300 }, { n: 2, mv: 3301 }])).toBe(before);
  const next = kept(before, [{ n: 1, mv: 3300 }, { n: 2, mv: 3302 }]);
  expect(next[0]).toBe(before[0]);
  expect(next[1]).toEqual({ n: 2, mv: 3302 });
  expect(kept(before, [{ n: 1, mv: 3300 }])).toEqual([{ n: 1, mv: 3300 }]);
});
