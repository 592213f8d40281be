// SPDX-License-Identifier: Apache-2.0
// For vite.config.ts: writes into /sw.js which files it keeps, and a version that changes with any of them.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export function keptOffline(publicFolder: string): Plugin {
  return {
    name: 'kept-offline',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('sw.js is not built: vite.config.ts must name it as an input');
        if (worker.imports.length > 0) throw new Error('sw.js imports other files, which a service worker cannot');
        const hash = createHash('sha256');
        const files: string[] = [];
        for (const name of Object.keys(bundle).sort()) {
          if (name === 'sw.js' || name.endsWith('.map')) continue;
          const file = bundle[name];
          hash.update(name).update(file?.type === 'chunk' ? file.code : (file?.source ?? ''));
          files.push('/' + name);
        }
        const given = readdirSync(publicFolder, { recursive: true }).map(String).sort();
        for (const name of given.filter((one) => !one.endsWith('.png') && statSync(join(publicFolder, one)).isFile())) {
          hash.update(name).update(readFileSync(join(publicFolder, name)));
          files.push('/' + name);
        }
        const version = hash.digest('hex').slice(0, 12);
        worker.code = `const kFiles=${JSON.stringify(files)},kVersion=${JSON.stringify(version)};\n${worker.code}`;
      },
    },
  };
}
