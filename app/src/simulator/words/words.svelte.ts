// SPDX-License-Identifier: Apache-2.0
// The simulator's own words. They come with its screen, so that nobody waits for them who only looks at a battery.
import { fill, type Fill } from '../../words/words.svelte';
import type { Language } from '../../words/languages';
import { en } from './en';

export type SimulatorKey = keyof typeof en;
export type SimulatorWords = Record<SimulatorKey, string>;

const kOthers: Record<Exclude<Language, 'en'>, () => Promise<SimulatorWords>> = {
  nl: () => import('./nl').then((file) => file.nl),
  de: () => import('./de').then((file) => file.de),
  fr: () => import('./fr').then((file) => file.fr),
  es: () => import('./es').then((file) => file.es),
};

class Learned {
  words = $state.raw<SimulatorWords>(en);
}
const learned = new Learned();

/** Stays as it is when the words cannot be had. */
export async function learn(language: Language): Promise<void> {
  try {
    learned.words = language === 'en' ? en : await kOthers[language]();
  } catch {
    // English, or what was spoken before, is better than nothing.
  }
}

export function sim(key: SimulatorKey, values: Fill = {}): string {
  return fill(learned.words[key], values);
}
