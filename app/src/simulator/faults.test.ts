// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Engine } from './engine/engine';
import { planOf } from './engine/plan';
import type { FaultNow, PackEvent } from './engine/types';
import { amountOf, faultOf, isActive, isBrokenAt, keyOf, offersAt, spotOf } from './faults';
import { spotsOf } from './shown';
import { en } from './words/en';

const path = new URL('../../../build/wasm/cellwarden.wasm', import.meta.url);

test('the twin takes every fault that is offered anywhere along the chain, and mends it again', async () => {
  if (!existsSync(path)) throw new Error('build/wasm/cellwarden.wasm is missing; run script/wasm first.');
  const engine = await Engine.load(new Uint8Array(readFileSync(path)));
  expect(engine.start(planOf({ cells: 4, capacityAh: 100 }))).toEqual({ done: true });
  engine.advance(60_000);
  for (const spot of spotsOf(4)) {
    for (const offer of offersAt(spot, 4)) {
      const place = { cell: offer.cell, magnitude: offer.magnitude };
      const faults = () => (engine.snapshot() as { faults: FaultNow[] }).faults;
      expect(engine.fault(offer.kind, true, place), JSON.stringify(offer)).toEqual({ done: true });
      engine.advance(1000);
      expect(isActive(offer, faults(), 1), JSON.stringify(offer)).toBe(!offer.once);
      if (offer.once) continue;
      expect(isBrokenAt(spot, faults(), 1)).toBe(true);
      expect(spotOf(faults()[0] as FaultNow, 4)).toEqual(spot);
      engine.fault(offer.kind, false, place);
      expect(faults()).toEqual([]);
    }
  }
});

test('every offer has its words; what this screen cannot make is called by a general one', () => {
  for (const spot of spotsOf(3)) {
    for (const { words } of offersAt(spot, 3)) expect(Object.keys(en)).toContain(words);
  }
  expect(keyOf('cell_heated', -25)).toBe('fault.cell_cooled');
  expect(keyOf('cell_heated', 75)).toBe('fault.cell_heated');
  expect(keyOf('clock_drift')).toBe('fault.other');
});

test('what begins and ends is read from the twin’s events, with its place', () => {
  const event = { kind: 'fault_ended', number: 3, sentence: 'Mended: chain_wire_broken, 3.' } as PackEvent;
  const found = faultOf(event);
  expect(found).toMatchObject({ fault: { kind: 'chain_wire_broken' }, began: false });
  expect(spotOf(found?.fault as FaultNow, 8)).toEqual({ at: 'wire', cell: 3 });
  const flipped = faultOf({ ...event, kind: 'fault_began', number: 2, sentence: 'Made: relay_flipped, 2.' });
  expect(spotOf(flipped?.fault as FaultNow, 8)).toEqual({ at: 'relay', relay: 2 });
  expect(faultOf({ ...event, kind: 'warning_E_began' })).toBeNull();
});

test('amounts are said in the unit of their words', () => {
  expect(amountOf('chain_bit_errors', 0.05)).toBe(5);
  expect(amountOf('cell_voltage_bias', 350)).toBeCloseTo(0.35);
  expect(amountOf('cell_heated', -25)).toBe(25);
});
