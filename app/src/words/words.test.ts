// SPDX-License-Identifier: Apache-2.0
// Every language says everything, in the app and in its simulator.
import { expect, test } from 'vitest';
import * as simulatorDe from '../simulator/words/de';
import * as simulatorEn from '../simulator/words/en';
import * as simulatorEs from '../simulator/words/es';
import * as simulatorFr from '../simulator/words/fr';
import * as simulatorNl from '../simulator/words/nl';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { nl } from './nl';

type Told = Record<string, string>;
const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();

test.each<[string, Told, Told]>([
  ['nl', nl, en],
  ['de', de, en],
  ['fr', fr, en],
  ['es', es, en],
  ['nl of the simulator', simulatorNl.nl, simulatorEn.en],
  ['de of the simulator', simulatorDe.de, simulatorEn.en],
  ['fr of the simulator', simulatorFr.fr, simulatorEn.en],
  ['es of the simulator', simulatorEs.es, simulatorEn.en],
])('%s is complete, with the same holes to fill as English', (_, words, english) => {
  expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
  for (const [key, text] of Object.entries(english)) {
    expect(words[key]?.trim(), key).not.toBe('');
    expect(holes(words[key] ?? ''), key).toEqual(holes(text));
  }
});
