// SPDX-License-Identifier: Apache-2.0
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { keptOffline } from './src/offline/build';

// The gateway serves what lands in build/app; in development its API is reached through vite.
const gateway = process.env.CELLWARDEN_GATEWAY ?? 'http://127.0.0.1:8423';

export default defineConfig({
  plugins: [svelte(), keptOffline('public')],
  build: {
    outDir: '../build/app',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: 'index.html', sw: 'src/offline/sw.ts' },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': gateway, '/healthz': gateway, '/metrics': gateway },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
