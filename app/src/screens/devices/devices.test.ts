// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ApiProblem } from '../../api/client';
import type { FoundDevice, Link } from '../../api/schema';
import { aPack } from '../../dev/packs';
import { problemText } from './orders';
import { badShare, badText, boardsText, headline, stateOf } from './quality';
import { barsOf, heardText, nameOf } from './search';
import { causeOf, wantsPin, whyOf } from './why';

const aLink = (more: Partial<Link> = {}): Link => ({
  kind: 'lines', state: 'waiting', place: '/dev/ttyUSB0', sentence: '', bytes: 0, good: 0, bad: 0, losses: 0,
  signed_in: null, device: null, rssi_dbm: null, ...more,
});
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

// Every sentence of a link that stands in the gateway's source, with its holes filled.
const folder = new URL('../../../../gateway/src/', import.meta.url);
const source = (name: string) => readFileSync(new URL(name, folder), 'utf8').replace(/"\s*\n\s*"/g, '');
const kSentences = ['serial_stream.cpp', 'tcp_stream.cpp', 'lines_link.cpp', 'frames_link.cpp', 'paced_stream.cpp'].flatMap((name) =>
  [...source(name).matchAll(/"([^"]*(?:\{\}| is open, but| carries bytes)[^"]*[.?])"/g)].map((match) => {
    const text = (match[1] ?? '').replace(/for \{\} s/, 'for 60 s').replaceAll('{}', '/dev/ttyUSB0');
    return text.startsWith(' ') ? `/dev/ttyUSB0${text}` : text;
  }));

test('the gateway’s sentences are found where they are looked for', () => {
  expect(readdirSync(folder)).toContain('reopening.cpp');
  expect(kSentences.length).toBeGreaterThan(12);
});

test.each(kSentences)('"%s" is said in the person’s language', (sentence) => {
  const why = whyOf(aLink({ sentence }));
  expect(why).not.toBe('');
  expect(why).not.toBe(sentence);
});

// What keeps a search from looking over Bluetooth, as it stands in the source.
const bluetooth = (name: string) =>
  readFileSync(new URL(`../../../../bluetooth/src/${name}`, import.meta.url), 'utf8').replace(/"\s*\n\s*"/g, '');
const kNoBluetooth = ['adapter.cpp', 'bluez.cpp', 'radio.cpp'].flatMap((name) =>
  [...bluetooth(name).matchAll(/"([^"]* [^"]*[.])"/g)].map((match) => (match[1] ?? '').replaceAll('{}', 'hci0')));

// What a Bluetooth link says: sentences as they stand, and what a step that failed is called.
const session = bluetooth('session.cpp').replaceAll('{}', 'the pack 03330');
const kSession = [
  ...[...session.matchAll(/(?:format|end|gone)\(\s*"((?!the pack 03330 the pack)[^"]* [^"]*\.)"/g)].map((match) => match[1] ?? ''),
  ...[...session.matchAll(/or_end\((?:fmt::format\()?"([^"]*)"/g)].map((match) => `the pack 03330 ${match[1]}: it failed.`),
];

test('the sentences of a Bluetooth link are found where they are looked for', () => expect(kSession.length).toBeGreaterThan(14));

test.each(kSession)('"%s" is said in the person’s language', (sentence) => {
  const why = whyOf(aLink({ kind: 'bluetooth', place: 'Bluetooth 03330', sentence }));
  expect(why).not.toBe('');
  expect(why).not.toBe(sentence);
});

test('why Bluetooth cannot look is found where it is looked for', () => expect(kNoBluetooth.length).toBeGreaterThan(6));

test.each(kNoBluetooth)('"%s" is said in the person’s language', (sentence) => {
  expect(causeOf(sentence, '')).not.toBe(sentence);
});

test('why a link is down, and what to do', () => {
  expect(whyOf(aLink())).toBe('');
  expect(whyOf(aLink({ sentence: '/dev/ttyUSB0 is used by another program: end that one, or its link.' })))
    .toBe('Another program uses ttyUSB0. End that program, or its link.');
  expect(plain(whyOf(aLink({ sentence: 'the pack at x takes no PINs for 59 s, after wrong ones.' }))))
    .toBe('After wrong PINs the battery takes none for 59 s.');
  const radio = (sentence: string) => whyOf(aLink({ kind: 'bluetooth', place: 'Bluetooth 03330', sentence }));
  expect(radio('the pack 03330 is not heard. It is too far away, without power, or connected to somebody else: x.')).toContain('a phone has it');
  expect(radio('the pack 03330 was heard, but does not take the connection: x.')).toContain('a phone has it');
  // What this browser says of its own connection is in the person's language already.
  const own = 'It does not take the connection: x.';
  expect(radio(own)).toBe(own);
  expect(radio('the pack 03330 does not tell its services.')).toContain('does not answer as a battery');
  expect(radio('the connection to the pack 03330 has ended.')).toContain('The connection to Bluetooth 03330 has ended.');
  expect(radio('another program on this computer is connected to the pack 03330; end it there, or wait.')).toContain('Another program uses');
  expect(whyOf(aLink({ state: 'let_go' }))).toContain('An owner has disconnected it.');
  expect(whyOf(aLink({ sentence: 'of a later version' }))).toBe('of a later version');
});

test('a PIN is asked for where one is missing and somebody would hear it', () => {
  expect(wantsPin(aLink({ signed_in: false, state: 'opening' }))).toBe(true);
  for (const more of [{ signed_in: true }, { signed_in: null }, { signed_in: false, state: 'let_go' as const }, { signed_in: false }]) {
    expect(wantsPin(aLink(more)), JSON.stringify(more)).toBe(false);
  }
});

test('how much of what came was not understood', () => {
  expect(badShare({ good: 0, bad: 0 })).toBeNull();
  expect(badText({ good: 0, bad: 0 })).toBe('0');
  expect(plain(badText({ good: 75, bad: 25 }))).toBe('25 (25 %)');
  expect(plain(badText({ good: 985, bad: 15 }))).toBe('15 (1.5 %)');
  expect(plain(badText({ good: 1_000_000, bad: 1 })), 'never 0.0 %').toBe('1 (< 0.1 %)');
});

test('nothing is said of a link while the gateway is not heard (APP-7)', () => {
  expect(stateOf(aLink({ state: 'up' }), 'up')).toBe('up');
  expect(stateOf(aLink({ state: 'up' }), 'down')).toBe('unknown');
  expect(headline([{ name: 'A', fresh: 'live' }], 'down')).toContain('not known');
});

test('the sentence on top names who is not heard', () => {
  expect(headline([{ name: 'A', fresh: 'live' }], 'up')).toBe('The battery is heard.');
  expect(headline([{ name: 'A', fresh: 'live' }, { name: 'B', fresh: 'stale' }], 'up')).toBe('All 2 batteries are heard.');
  expect(headline([{ name: 'A', fresh: 'no_data' }, { name: 'B', fresh: 'no_data' }], 'up')).toBe('Not heard: A, B.');
});

test('what a search hears is said with what it knows (APP-4)', () => {
  const found: FoundDevice = {
    kind: 'serial', address: '/dev/serial/by-id/usb-x', name: '/dev/ttyUSB0', model: null, signal_dbm: null, heard: 'frames', sentence: '',
    pack: null, cells: 16, pack_mv: 53_490, link: 'serial', config: '',
  };
  expect(plain(heardText(found, ''))).toBe('Data output of a battery, 16 cells, 53.4 V');
  expect(heardText({ ...found, heard: 'nothing', cells: null, pack_mv: null }, '')).toBe('silent');
  expect(heardText({ ...found, heard: 'in_use' }, 'The house')).toBe('The house is connected here');
  expect(heardText({ ...found, heard: 'not_opened', sentence: '/dev/ttyUSB0 is used by another program: end that one, or its link.' }, ''))
    .toBe('Another program uses usb-x. End that program, or its link.');
  expect(plain(heardText({ ...found, kind: 'bluetooth', heard: 'advertised', cells: null, pack_mv: null, model: 'OFFGRID', signal_dbm: -67 }, '')))
    .toBe('A battery over Bluetooth, OFFGRID, -67 dBm');
  expect(nameOf(found)).toBe('/dev/ttyUSB0');
  expect(nameOf({ ...found, kind: 'bluetooth', name: '123\\SmartBMS', address: '03330' })).toBe('123\\SmartBMS 03330');
  expect([-95, -81, -80, -70, -61, -60, -30].map(barsOf)).toEqual([1, 1, 2, 3, 3, 4, 4]);
});

test('whose boards they are', () => {
  const identity = { firmware: '0.1.0', ours: true, generation: null, at: 1 };
  expect(boardsText(aPack())).toBe('–');
  expect(boardsText(aPack({ identity }))).toBe('Cellwarden 0.1.0');
  expect(boardsText(aPack({ identity: { ...identity, ours: false, generation: 3, firmware: '3.2' } }))).toBe('123\\SmartBMS, generation 3, 3.2');
  expect(boardsText(aPack({ links: [aLink({ device: 'public' })] }))).toBe('123\\SmartBMS');
});

test('what did not work is said with what to do', () => {
  const problem = (code: string, retry: number | null = null) => plain(problemText(new ApiProblem(400, code, 'theirs', {}, retry)));
  expect(problem('wrong_pin')).toBe('That is not the PIN of this battery.');
  expect(problem('pin_locked', 61)).toBe('After wrong PINs none is taken for 61 s.');
  expect(problem('owner_only')).toContain('sign in under More');
  expect(problem('place_taken')).toBe('Another battery is there already.');
  expect(problem('bad_request')).toContain('see the example');
  expect(problem('of_later')).toBe('theirs');
});
