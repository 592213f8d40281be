// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Settings } from '../../api/schema';
import { fileName, readSettingsFile } from './file';

const pack = {
  settings: { v_min: { value: 2.7, writable: true }, v_max: { value: 3.6, writable: false } },
} as unknown as Settings;
const file = (change: object) => JSON.stringify({
  format: 'cellwarden-settings', format_version: 1, pack: 'house', settings: { v_min: 2.8 }, ...change,
});

test('a file becomes staged changes', () => {
  expect(readSettingsFile(file({}), pack)).toEqual({ kind: 'read', pack: 'house', staged: { v_min: 2.8 }, left: [] });
});

test('what this pack cannot take is left out by name, and so is what is no number', () => {
  const settings = { v_min: 'low', v_max: 3.65, moon: 1 };
  expect(readSettingsFile(file({ settings }), pack)).toMatchObject({ staged: {}, left: ['v_min', 'v_max', 'moon'] });
});

test.each(['', 'null', '[]', '{}', '"text"', file({ format: 'other' }), file({ settings: null }), file({ format_version: '1' })])(
  'no settings: %s', (text) => expect(readSettingsFile(text, pack).kind).toBe('not_settings'));

test('a newer form is not guessed at', () => {
  expect(readSettingsFile(file({ format_version: 2 }), pack).kind).toBe('newer');
});

test('the name says which battery and when, and is a name on every system', () => {
  expect(fileName('a/b', '2026-11-26T12:00:00Z')).toBe('cellwarden-settings-a_b-2026-11-26.json');
});
