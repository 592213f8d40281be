// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { keptOffline } from './src/offline/build';
import { wordsWithoutKeys } from './src/words/build';

// The gateway serves what lands in build/app; in development its API is reached through vite.
const gateway = process.env.CELLWARDEN_GATEWAY ?? 'http://127.0.0.1:8423';
const built = fileURLToPath(new URL('../build/wasm/', import.meta.url));

/** `virtual:simulator`: where the simulator is, as script/wasm has built it (APP-6). Without it the app is built all
 *  the same, and its screen says what is missing. */
function simulator(): Plugin {
  const name = 'virtual:simulator';
  const parts = ['cellwarden.wasm', 'scenarios.json'].map((file) => built + file);
  const list = 'virtual:scenarios';
  return {
    name: 'simulator',
    resolveId: (id) => (id === name || id === list ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${list}`) return `export default ${shortened(readFileSync(parts[1] as string, 'utf8'))}`;
      if (id !== `\0${name}`) return undefined;
      if (!parts.every((path) => existsSync(path))) {
        this.warn('build/wasm is not there: this app is built without its simulator. Run script/wasm first.');
        return 'export const wasm = null; export const scenarios = null;';
      }
      const url = JSON.stringify(`${parts[0]}?url`);
      return `import wasm from ${url}; export { wasm }; export const scenarios = () => import('${list}');`;
    },
  };
}

/** `virtual:direct`: the module for a connection without a gateway, as script/wasm has built it (APP-4). */
function direct(): Plugin {
  const name = 'virtual:direct';
  const file = `${built}direct.wasm`;
  return {
    name: 'direct',
    resolveId: (id) => (id === name ? `\0${id}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      if (existsSync(file)) return `export { default as wasm } from ${JSON.stringify(`${file}?url`)};`;
      this.warn('build/wasm is not there: this app is built without a connection of its own. Run script/wasm first.');
      return 'export const wasm = null;';
    },
  };
}

/** Without the English words: the app has its own (`scenario.<id>`). */
const shortened = (scenarios: string): string =>
  JSON.stringify((JSON.parse(scenarios) as { id: string; plan: unknown }[]).map(({ id, plan }) => ({ id, plan })));

export default defineConfig({
  plugins: [svelte(), simulator(), direct(), wordsWithoutKeys(), keptOffline('public')],
  worker: { format: 'es' },
  build: {
    outDir: '../build/app',
    emptyOutDir: true,
    target: 'es2022',
    minify: 'terser',
    terserOptions: { ecma: 2020, module: true, compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true }, format: { comments: false } },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: 'index.html', sw: 'src/offline/sw.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash:6].js'),
        chunkFileNames: 'assets/[name]-[hash:6].js',
        assetFileNames: 'assets/[name]-[hash:6][extname]',
        // Each file is packed alone, which costs more than what a few hundred bytes share.
        experimentalMinChunkSize: 5000,
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': gateway, '/healthz': gateway, '/metrics': gateway },
    fs: { allow: ['.', built] },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
