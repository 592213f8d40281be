// SPDX-License-Identifier: Apache-2.0
// Everything the app says, in the person's language. English is part of the program, the others are loaded when chosen.
import { useLocale } from '../format/format';
import { en } from './en';
import type { Language } from './languages';

export type Key = keyof typeof en;
export type Words = Record<Key, string>;
export type Fill = Record<string, string | number>;

const kOthers: Record<Exclude<Language, 'en'>, () => Promise<Words>> = {
  nl: () => import('./nl').then((file) => file.nl),
  de: () => import('./de').then((file) => file.de),
  fr: () => import('./fr').then((file) => file.fr),
  es: () => import('./es').then((file) => file.es),
};

class Spoken {
  language = $state<Language>('en');
  words = $state.raw<Words>(en);
}

export const spoken = new Spoken();

/** The browser's own kind of a language, such as "en-GB" with its 24 hours and its order of day and month. */
const regional = (language: Language): string =>
  globalThis.navigator?.languages?.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? language;

/** Switches the language once its words are here; stays as it is when they cannot be had. */
export async function speak(language: Language): Promise<void> {
  const words = language === 'en' ? en : await kOthers[language]();
  useLocale(regional(language));
  spoken.words = words;
  spoken.language = language;
  document.documentElement.lang = language;
}

export function fill(text: string, values: Fill): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The words of a key, with {name} replaced. */
export function say(key: Key, values: Fill = {}): string {
  return fill(spoken.words[key], values);
}

/** "4 s ago" of something that happened `ms` ago. */
export function ago(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return say('age.seconds', { n: seconds });
  if (seconds < 3600) return say('age.minutes', { n: Math.floor(seconds / 60) });
  if (seconds < 86_400) return say('age.hours', { n: Math.floor(seconds / 3600) });
  return say('age.days', { n: Math.floor(seconds / 86_400) });
}
