// SPDX-License-Identifier: Apache-2.0

export const kLanguages = ['en', 'nl', 'de', 'fr', 'es'] as const;
export type Language = (typeof kLanguages)[number];

/** Each language's own name for itself. */
export const kLanguageNames: Record<Language, string> = {
  en: 'English',
  nl: 'Nederlands',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
};
