// SPDX-License-Identifier: Apache-2.0
// For vite.config.ts: a built language other than English is its texts alone, in the order of the English keys, which the
// browser has anyway: the keys would be a third of each file.
import type { Plugin } from 'vite';
import { runnerImport } from 'vite';

type Table = Record<string, string>;

const kLanguageFile = /^(.*\/words\/)(nl|de|fr|es)\.ts$/;
const kNamed = 'virtual:named-words';
const kNaming = `export const named = (en, texts) => Object.fromEntries(Object.keys(en).map((key, i) => [key, texts[i]]));`;

/** The texts of `words` in the order in which `en` has them. Throws where a key has no text or a text no key. */
export function inOrder(en: Table, words: Table): string[] {
  for (const key of Object.keys(words)) if (!(key in en)) throw new Error(`${key} is not in the English words`);
  return Object.keys(en).map((key) => {
    const text = words[key];
    if (text === undefined) throw new Error(`${key} is missing`);
    return text;
  });
}

async function table(folder: string, language: string): Promise<Table> {
  const { module } = await runnerImport<Record<string, Table>>(`${folder}${language}.ts`);
  return module[language] as Table;
}

export function wordsWithoutKeys(): Plugin {
  return {
    name: 'words-without-keys',
    apply: 'build',
    resolveId: (id) => (id === kNamed ? `\0${kNamed}` : undefined),
    async load(id) {
      if (id === `\0${kNamed}`) return kNaming;
      const [, folder, language] = kLanguageFile.exec(id) ?? [];
      if (folder === undefined || language === undefined) return undefined;
      const texts = inOrder(await table(folder, 'en'), await table(folder, language));
      return `import { named } from '${kNamed}'; import { en } from './en'; export const ${language} = named(en, ${JSON.stringify(texts)});`;
    },
  };
}
