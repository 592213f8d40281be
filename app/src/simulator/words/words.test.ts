// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { nl } from './nl';

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();

test.each([
  ['nl', nl],
  ['de', de],
  ['fr', fr],
  ['es', es],
])('%s is complete, with the same holes to fill as English', (_, words) => {
  expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort());
  for (const [key, text] of Object.entries(en)) {
    expect(words[key as keyof typeof en].trim(), key).not.toBe('');
    expect(holes(words[key as keyof typeof en]), key).toEqual(holes(text));
  }
});
