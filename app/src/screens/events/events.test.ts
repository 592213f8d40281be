// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Event } from '../../api/schema';
import { aPack, closed, openFor, someSettings } from '../../dev/packs';
import { byDay, cellOf, entriesOf, holdsNow, together, type Change, type Entry } from './entries';
import { groupOf, kGroups, kindsOf } from './groups';
import { completeFrom, nextToAsk, nothingYet, notWanted, older, renewed } from './paging';
import { changeSentence, spanText } from './sentences';

const happened = (at: number, kind: string, more: Partial<Event> = {}): Event => ({
  id: at, pack: 'house', at, kind, severity: 'info', number: 0, value: 0, limit: 0, sentence: '', simulated: false, ...more,
});
const change = (at: number, more: Partial<Change> = {}): Change => ({
  id: at, pack: 'house', at, setting: 'v_min', before: '2.7', after: '2.75', who: 'owner', simulated: false, ...more,
});
const never = () => false;
const words = (entry: Entry, now = 0) => spanText(entry.span, entry.at, now).replaceAll('\u00a0', ' ');
const item = (id: number, at = id) => ({ id, at });

test('what ended says on both lines how long it was, and what holds still says since when', () => {
  const minute = 60_000;
  const events = [
    happened(9 * minute, 'warning_Vh_began'),
    happened(7 * minute, 'charge_relay_closed'),
    happened(2 * minute, 'charge_relay_opened'),
  ];
  const entries = entriesOf(events, [], (kind) => kind === 'warning_Vh_began');
  expect(entries.map((entry) => words(entry, 14 * minute))).toEqual(['for 5 min, still', 'after 5 min', 'for 5 min']);
});

test('nothing is said of an end that nobody saw', () => {
  const twice = [happened(20, 'charge_relay_closed'), happened(10, 'charge_relay_opened'), happened(5, 'charge_relay_opened')];
  expect(entriesOf(twice, [], never).map((entry) => entry.span.kind)).toEqual(['ended', 'lasted', 'single']);
  expect(entriesOf([happened(5, 'no_data')], [], never)[0]?.span.kind).toBe('single');
  expect(entriesOf([happened(5, 'data_back')], [], never)[0]?.span.kind).toBe('single');
});

test('an older beginning does not last because a newer one does', () => {
  const events = [happened(20, 'no_data'), happened(10, 'data_back'), happened(5, 'no_data'), happened(2, 'no_data')];
  const spans = entriesOf(events, [], () => true).map((entry) => entry.span.kind);
  expect(spans).toEqual(['still', 'ended', 'lasted', 'single']);
});

test('"still" is what the pack says now, if it is heard', () => {
  const open = aPack({ charge_relay: openFor('CH-1'), warnings: ['Vh', 'E'] });
  for (const kind of ['charge_relay_opened', 'warning_Vh_began', 'communication_lost']) {
    expect(holdsNow(kind, open, true), kind).toBe(true);
    expect(holdsNow(kind, open, false), `${kind}, not heard`).toBe(false);
  }
  for (const kind of ['load_relay_opened', 'warning_Vl_began', 'no_data', 'soc_set_full']) {
    expect(holdsNow(kind, open, true), kind).toBe(false);
  }
  expect(holdsNow('no_data', aPack({ presence: 'no_data', load_relay: closed }), false)).toBe(true);
});

test('events and changes of settings are one list, newest first, in days', () => {
  const noon = new Date(2026, 10, 5, 12).getTime();
  const hour = 3_600_000;
  const entries = entriesOf([happened(noon, 'soc_set_full'), happened(noon - 13 * hour, 'no_data')], [change(noon - hour)], never);
  expect(entries.map((entry) => ('event' in entry ? entry.event.kind : entry.change.setting))).toEqual(['soc_set_full', 'v_min', 'no_data']);
  expect(byDay(entries).map((day) => [day.entries.length, new Date(day.begin).getHours()])).toEqual([[2, 0], [1, 0]]);
});

test('what the live stream told and the history holds is there once', () => {
  const stored = [happened(10, 'no_data'), happened(5, 'data_back')];
  const live = [happened(20, 'data_back', { id: 0 }), happened(10, 'no_data', { id: 0 }), happened(20, 'data_back', { id: 0 })];
  expect(together(stored, live).map((event) => event.at)).toEqual([20, 10, 5]);
});

test('the cell that an event is about', () => {
  expect(cellOf(happened(1, 'cell_frozen', { number: 4 }))).toBe(4);
  expect(cellOf(happened(1, 'communication_lost'))).toBeNull();
  expect(cellOf(happened(1, 'charge_relay_opened', { number: 1, sentence: 'CH-1: cell 7 is 3.652 V' }))).toBe(7);
  expect(cellOf(happened(1, 'relay_oscillating', { number: 2 }))).toBeNull();
});

test('a change says old, new and who, in the person’s numbers', () => {
  const settings = someSettings();
  const said = (more: Partial<Change>) => changeSentence(change(1, more), settings).replaceAll('\u00a0', ' ');
  expect(said({})).toBe('V-min changed from 2.7 V to 2.75 V, by the owner.');
  expect(said({ setting: 'out_board_version', before: '2', after: '3', who: 'import' }))
    .toBe('OUT board version changed from 2 to 3, from a file.');
  expect(said({ setting: 'pin', before: '', after: '' })).toBe('PIN changed, by the owner.');
  expect(said({ setting: 'of_later', before: 'a', after: '', who: 'x' })).toBe('of_later changed from a to –, x.');
});

test('every kind that the boards and the gateway know is in one group', () => {
  const kinds = ['no_data', 'data_back', 'disk_writable', 'disk_not_writable', 'values_contradict', 'charge_relay_opened'];
  const text = readFileSync(new URL('../../../../core/include/cellwarden/core/events.hpp', import.meta.url), 'utf8');
  const list = /enum class EventKind[^{]*\{([^}]*)\}/.exec(text)?.[1] ?? '';
  kinds.push(...[...list.matchAll(/^ {2}(\w+),/gm)].map((match) => match[1] ?? ''));
  expect(kinds.length).toBeGreaterThan(20);
  for (const kind of kinds) expect(groupOf(kind), kind).not.toBeNull();
  const all = kGroups.flatMap(kindsOf);
  expect(new Set(all).size).toBe(all.length);
  expect(groupOf('of_a_later_version')).toBeNull();
});

test('two tables are shown as far back as both have come, and the one that lags is asked', () => {
  const events = older(nothingYet<ReturnType<typeof item>>(), [item(9), item(8), item(7)], 7);
  const changes = older(nothingYet<ReturnType<typeof item>>(), [item(1, 8), item(2, 3)], 2);
  expect(completeFrom([events, nothingYet()])).toBe(Infinity);
  expect(nextToAsk([events, nothingYet()])).toBe(1);
  expect(completeFrom([events, changes])).toBe(7);
  expect(nextToAsk([events, changes])).toBe(0);
  const all = older(events, [item(7), item(6)], null);
  expect(all.items.map(({ id }) => id)).toEqual([9, 8, 7, 6]);
  expect(completeFrom([all, changes])).toBe(3);
  expect(nextToAsk([all, changes])).toBe(1);
  expect(nextToAsk([all, notWanted()])).toBe(-1);
});

test('the newest page read again adds what is new, and starts anew where it does not meet the old', () => {
  const stream = older(nothingYet<ReturnType<typeof item>>(), [item(9), item(8)], 8);
  expect(renewed(stream, [item(10), item(9)], 9)).toEqual({ items: [item(10), item(9), item(8)], before: 8 });
  expect(renewed(stream, [item(30), item(29)], 29)).toEqual({ items: [item(30), item(29)], before: 29 });
  expect(renewed(older(stream, [], null), [item(10)], null).items).toHaveLength(3);
});
