// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { aPack, flow, panel } from '../dev/packs';
import { alarmText } from './alarms';

const tooHigh = { warnings: ['Vh' as const] };

test('a healthy pack is not announced', () => expect(alarmText([aPack()])).toBe(''));

test('numbers do not change what is announced', () => {
  const before = alarmText([aPack(tooHigh)]);
  expect(before).toBe('Warning Vh: a cell’s voltage is too high.');
  expect(alarmText([aPack({ ...tooHigh, currents: flow(54_000, 1, 2) })])).toBe(before);
});

test('a relay that did not open comes first', () => {
  const stuck = aPack({ ...tooHigh, panel: { ...panel, load_did_not_open: true } });
  expect(alarmText([stuck])).toBe('Alarm: the load relay did not open. Warning Vh: a cell’s voltage is too high.');
});

test('without data the old warnings are not announced as if they held', () => {
  expect(alarmText([aPack({ ...tooHigh, presence: 'no_data' })])).toBe(
    'Nothing has come from the battery for 20 s. Look at its link.',
  );
});

test('of several packs, each alarm names its own', () => {
  expect(alarmText([aPack(), aPack({ ...tooHigh, name: 'The boat' })])).toBe(
    'The boat: Warning Vh: a cell’s voltage is too high.',
  );
});
