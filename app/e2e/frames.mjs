// SPDX-License-Identifier: Apache-2.0
// How smooth the simulator is: frames a second while values change, and what an update costs the page's main thread (in its own
// processor time, so that it also means something on a computer that is busy with other things).
// usage: node e2e/frames.mjs [CELLS [SPEED [SECONDS]]]      after script/app; such as: node e2e/frames.mjs 255 "1 h/s" 10
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const [cells = '255', speed = 'real time', seconds = '10'] = process.argv.slice(2);
const folder = new URL('../../build/app', import.meta.url).pathname;
const kTypes = { js: 'text/javascript', css: 'text/css', html: 'text/html', wasm: 'application/wasm', svg: 'image/svg+xml' };
const server = createServer(({ url }, answer) => {
  const path = folder + (url === '/' ? '/index.html' : url.split('?')[0]);
  if (!existsSync(path)) return void answer.writeHead(404).end();
  answer.writeHead(200, { 'content-type': kTypes[path.split('.').pop()] ?? 'text/plain' }).end(readFileSync(path));
});
await new Promise((listens) => server.listen(0, '127.0.0.1', listens));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', serviceWorkers: 'block' });
await page.goto(`http://127.0.0.1:${server.address().port}/#/simulator`);
await page.getByRole('button', { name: 'Pause' }).waitFor();
await page.getByLabel('Cells', { exact: true }).fill(cells);
await page.getByRole('button', { name: 'Begin' }).click();
await page.getByRole('link', { name: `Show all ${cells} cells` }).waitFor();
await page.getByRole('button', { name: speed }).click();
await page.waitForTimeout(3000);

const events = [];
const tracing = await browser.newBrowserCDPSession();
tracing.on('Tracing.dataCollected', ({ value }) => events.push(...value));
await tracing.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] } });
const gaps = await page.evaluate(async (ms) => {
  const times = [];
  const end = performance.now() + ms;
  await new Promise((done) => requestAnimationFrame(function frame(at) {
    times.push(at);
    if (at < end) requestAnimationFrame(frame);
    else done();
  }));
  return times.slice(1).map((at, i) => at - times[i]);
}, Number(seconds) * 1000);
const complete = new Promise((done) => tracing.once('Tracing.tracingComplete', done));
await tracing.send('Tracing.end');
await complete;
await browser.close();
server.close();

// Of several renderers, the one that has worked most.
const threads = new Map();
for (const { name, pid, tid, tdur } of events) {
  if (name === 'ThreadControllerImpl::RunTask' && tdur) threads.set(`${pid}/${tid}`, [...(threads.get(`${pid}/${tid}`) ?? []), tdur / 1000]);
}
const mains = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => threads.get(`${pid}/${tid}`) ?? []);
const sum = (all) => all.reduce((total, one) => total + one, 0);
const tasks = mains.sort((a, b) => sum(b) - sum(a))[0].sort((a, b) => b - a);
console.log(`${cells} cells, ${speed}: ${((gaps.length * 1000) / sum(gaps)).toFixed(1)} frames/s, ${gaps.filter((gap) => gap > 20).length} of ${gaps.length} late;`
  + ` main thread ${(sum(tasks) / Number(seconds)).toFixed(0)} ms of processor time a second, longest tasks ${tasks.slice(0, 5).map((ms) => ms.toFixed(1)).join(', ')} ms`);
