// SPDX-License-Identifier: Apache-2.0
// The words of the connection without a gateway. They come with it, so that nobody waits for them who has a gateway.
import type { Language } from '../../words/languages';
import { fill, type Fill } from '../../words/words.svelte';
import { en } from './en';

export type DirectKey = keyof typeof en;
export type DirectWords = Record<DirectKey, string>;

const kOthers: Record<Exclude<Language, 'en'>, () => Promise<DirectWords>> = {
  nl: () => import('./nl').then((file) => file.nl),
  de: () => import('./de').then((file) => file.de),
  fr: () => import('./fr').then((file) => file.fr),
  es: () => import('./es').then((file) => file.es),
};

class Learned {
  words = $state.raw<DirectWords>(en);
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

export const direct = (key: DirectKey, values: Fill = {}): string => fill(learned.words[key], values);
