// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { aPack, cellsOf, flow, setup, someSettings } from '../../dev/packs';
import { current, joined, packVoltage, power } from '../../format/format';
import { columnsOf, flowOf, hasOneSensor, named, ribbonOf } from './view';

const settings = someSettings();

test('the golden screen: 53.5 V, 18.5 A in, 2.0 A out (APP-1)', () => {
  const pack = aPack();
  const { inW, batteryW, outW, directW } = flowOf(pack, settings);
  const text = [
    packVoltage(pack.currents?.pack_mv),
    power(inW),
    current(pack.currents?.battery_ma, true),
    power(batteryW, true),
    power(outW),
  ];
  expect(text.map((one) => joined(one).replace('\u00a0', ' '))).toEqual([
    '53.5 V',
    '989 W',
    '+16.5 A',
    '+882 W',
    '107 W',
  ]);
  expect(directW).toBe(107);
});

test('both ribbons have one scale, and are as wide as their power', () => {
  const view = flowOf(aPack(), settings);
  expect(view.fullW).toBe(2000);
  const [sun, house] = [ribbonOf(view, 'sun'), ribbonOf(view, 'house')];
  expect(sun.pale).toBe(1);
  expect(house.pale).toBe(0.5);
  expect(sun.wide).toBeCloseTo(989.75 / 2000, 9);
  expect(house.wide).toBeCloseTo(107 / 2000, 9);
  expect([sun.direct, house.direct]).toEqual([107 / 2000, 107 / 2000]);
  expect([sun.moves, house.moves, sun.over, house.over]).toEqual([true, true, false, false]);
});

test('above its peak a ribbon is wider than its pale band, but not endless', () => {
  const over = ribbonOf(flowOf(aPack({ currents: flow(53_500, 0, 22_000) }), settings), 'house');
  expect(over).toMatchObject({ over: true, pale: 0.5 });
  expect(over.wide).toBeCloseTo(1177 / 2000, 9);
  expect(ribbonOf(flowOf(aPack({ currents: flow(53_500, 200_000, 0) }), settings), 'sun').wide).toBe(1.3);
});

test('at most 30 W shows no direction', () => {
  expect(ribbonOf(flowOf(aPack({ currents: flow(50_000, 600, 0) }), settings), 'sun').moves).toBe(false);
  expect(ribbonOf(flowOf(aPack({ currents: flow(50_000, 601, 0) }), settings), 'sun').moves).toBe(true);
});

test('one sensor: sun and house are not known, and not 0 (IN-4)', () => {
  const pack = aPack({ currents: { ...flow(53_500, 8_000, null) }, setup: { ...setup, second_sensor: false } });
  expect(hasOneSensor(pack)).toBe(true);
  const view = flowOf(pack, settings);
  expect([view.inW, view.outW, view.batteryW]).toEqual([null, null, 428]);
  expect(ribbonOf(view, 'sun')).toMatchObject({ onlyBattery: true, wide: 0.214 });
  expect(ribbonOf(view, 'house')).toMatchObject({ onlyBattery: true, wide: 0, moves: false });
  const drawing = flowOf(aPack({ currents: flow(53_500, -8_000, null) }), settings);
  expect(ribbonOf(drawing, 'house')).toMatchObject({ wide: 0.214, moves: true });
});

test('without settings nothing is compared with a peak', () => {
  const view = ribbonOf(flowOf(aPack(), undefined), 'sun');
  expect(view).toMatchObject({ pale: 0, over: false, wide: 1 });
});

test('cells are columns; more than 64 share them, and the worst is shown', () => {
  expect(columnsOf(aPack({ cells: cellsOf(4) }), settings)).toHaveLength(4);
  expect(columnsOf(aPack({ cells: cellsOf(64) }), settings)).toHaveLength(64);
  const many = columnsOf(
    aPack({ cells: cellsOf(255, 3343, { 7: { bypass: true }, 8: { mv: 3600 }, 250: { bypass: true } }) }),
    settings,
  );
  expect(many).toHaveLength(64);
  expect(many[1]).toEqual({ from: 5, to: 8, state: 'outside' });
  expect(many[63]).toEqual({ from: 253, to: 255, state: 'safe' });
  expect(named(many, 'balancing')).toBe('249–252');
});

test.each([
  [{ mv: 3599 }, 'safe'],
  [{ mv: 3600 }, 'outside'],
  [{ mv: 2701 }, 'safe'],
  [{ mv: 2700 }, 'outside'],
  [{ c: 80 }, 'safe'],
  [{ c: 80.1 }, 'outside'],
  [{ c: 10 }, 'safe'],
  [{ c: 9.9 }, 'outside'],
  [{ mv: null }, 'unknown'],
  [{ bypass: true }, 'balancing'],
])('%o is %s (APP-2, WARN-2 to WARN-5)', (cell, state) => {
  expect(columnsOf(aPack({ cells: cellsOf(2, 3300, { 1: cell }) }), settings)[0]?.state).toBe(state);
});

test('while E holds no cell looks safe (APP-7)', () => {
  const columns = columnsOf(aPack({ warnings: ['E'] }), settings);
  expect(columns.every((one) => one.state === 'unknown')).toBe(true);
});

test('cells that were never read are drawn as many as there are', () => {
  expect(columnsOf(aPack({ cells: {} }), settings)).toHaveLength(16);
});
