// SPDX-License-Identifier: Apache-2.0
// The service worker: keeps the app's own files, so that the app opens without the gateway. It never touches the API:
// what is true now comes from the gateway or not at all. Built as /sw.js; vite.config.ts fills in the list of files.
const worker = self as unknown as ServiceWorkerGlobalScope;

declare const kFiles: string[];
declare const kVersion: string;

const kCache = `cellwarden-${kVersion}`;
// A gateway that does not answer within this is taken for away.
const kPatienceMs = 3000;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kCache).then((cache) => cache.addAll(kFiles)));
});

// An older worker serves the pages that it opened until the last of them is closed; then its files can go.
worker.addEventListener('activate', (event) => {
  const drop = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith('cellwarden-') && name !== kCache).map((name) => caches.delete(name)),
    );
    await worker.clients.claim();
  };
  event.waitUntil(drop());
});

async function kept(path: string): Promise<Response | undefined> {
  return (await caches.open(kCache)).match(path);
}

/** Of the gateway if it answers soon, so that a new version is seen at once; else what is kept. */
async function page(request: Request): Promise<Response> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), kPatienceMs));
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer.status < 500) return answer;
  } catch {
    // Away, or late.
  }
  return (await kept('/index.html')) ?? fetch(request);
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (!kIsGateways.test(url.pathname)) event.respondWith(page(request));
  } else if (kFiles.includes(url.pathname)) {
    event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)));
  }
});

const kIsGateways = /^\/(api\/|healthz$|metrics$)/;

export {};
