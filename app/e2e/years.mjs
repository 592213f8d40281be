// SPDX-License-Identifier: Apache-2.0
// A history of ten years in the browser (PLUS-3): how long from a key to the first frame that has moved, how long until it is drawn
// as finely as it can be, and how many frames a second while a wheel turns. On a desk and on a phone (its processor slowed four times).
// usage: node e2e/years.mjs FILE      FILE: written by history_years (script/build release; cmake --build --preset release --target
// history_years). It is opened where it lies: give it a copy if it is dear to you.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('usage: node e2e/years.mjs FILE');
  process.exit(2);
}
const kRoot = new URL('../..', import.meta.url).pathname;
const kYear = 365 * 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'cellwarden-years-'));
symlinkSync(resolve(file), join(folder, 'history.db'));
// The pack itself is not there: only its past is looked at.
writeFileSync(join(folder, 'gateway.toml'), '[[pack]]\nid = "shed"\n[[pack.link]]\nkind = "lines"\nat = "127.0.0.1:9"\n');
const gateway = spawn(process.env.CELLWARDEN ?? join(kRoot, 'build/release/bin/cellwarden'),
  ['run', '--config', join(folder, 'gateway.toml'), '--data', folder, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
let address = '';
for await (const line of createInterface(gateway.stdout)) {
  address = /open (http:\/\/\S+\/)/.exec(line)?.[1] ?? '';
  if (address) break;
}
gateway.stdout.resume();

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'],
});

/** Knows in the page when the past was last asked for and answered. */
function watchFetch() {
  window.past = { open: 0, answered: 0 };
  const plain = window.fetch;
  window.fetch = async (...asked) => {
    if (!String(asked[0]?.url ?? asked[0]).includes('/history?')) return plain(...asked);
    window.past.open += 1;
    try {
      const answer = await plain(...asked);
      const json = answer.json.bind(answer);
      answer.json = async () => {
        const told = await json();
        window.past.answered = performance.now();
        return told;
      };
      return answer;
    } finally {
      window.past.open -= 1;
    }
  };
}

/** Presses a key on the charts. moved, drawn: ms until the next frame, and until the frame after the last answer. */
function press(key) {
  return new Promise((done) => {
    const begun = performance.now();
    window.past.answered = 0;
    const charts = document.querySelector('[data-testid=charts]');
    charts.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    let moved = 0;
    let quiet = begun;
    let frames = 0;
    let last = 0;
    requestAnimationFrame(function frame() {
      const at = performance.now();
      frames += 1;
      if (frames === 2) moved = at - begun;
      if (window.past.answered !== last) {
        last = window.past.answered;
        quiet = at;
      }
      // Nothing is asked for any more: 200 ms is far more than the app waits before it asks.
      if (frames > 2 && window.past.open === 0 && at - Math.max(quiet, begun) > 200) return done({ moved, drawn: last ? quiet - begun : moved });
      requestAnimationFrame(frame);
    });
  });
}

/** Frames a second, and the longest gap, while the wheel turns for some seconds: in, out and on. */
function turn(seconds) {
  return new Promise((done) => {
    const plot = document.querySelector('[data-testid=charts] .plot');
    const box = plot.getBoundingClientRect();
    const times = [];
    requestAnimationFrame(function frame(at) {
      times.push(at);
      if (at - times[0] > seconds * 1000) return done(times.slice(1).map((one, i) => one - times[i]));
      const phase = (at - times[0]) / (seconds * 1000);
      const deltaY = phase < 0.5 ? -40 : 40;
      plot.dispatchEvent(new WheelEvent('wheel', { deltaY, clientX: box.x + box.width * 0.6, clientY: box.y + 20, bubbles: true, cancelable: true }));
      requestAnimationFrame(frame);
    });
  });
}

const nth = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];
const tell = (all) => `half within ${nth(all, 0.5).toFixed(0)} ms, 95 % within ${nth(all, 0.95).toFixed(0)} ms, all within ${nth(all, 1).toFixed(0)} ms`;

for (const [name, viewport, slower] of [['desk', { width: 1280, height: 900 }, 1], ['phone', { width: 390, height: 844 }, 4]]) {
  const context = await browser.newContext({ viewport, locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(watchFetch);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const begun = Date.now();
  await page.goto(`${address}#/history/shed?span=${10 * kYear}`);
  await page.getByTestId('chart-soc').waitFor();
  const opened = Date.now() - begun;
  await page.evaluate(press, 'End');
  const steps = [];
  // From ten years to a minute, back, and through some spans from end to end.
  const keys = [...Array(23).fill('+'), ...Array(23).fill('-')];
  for (const zoom of [1, 4, 8, 12]) keys.push(...Array(zoom).fill('+'), 'PageUp', 'PageUp', 'ArrowLeft', 'Home', 'PageDown', 'ArrowRight', 'End', ...Array(zoom).fill('-'));
  for (const key of keys) steps.push(await page.evaluate(press, key));
  const gaps = await page.evaluate(turn, 10);
  const total = gaps.reduce((sum, one) => sum + one, 0);
  console.log(`${name}: opened at ten years in ${opened} ms; ${steps.length} steps: moved ${tell(steps.map(({ moved }) => moved))}; `
    + `drawn anew ${tell(steps.map(({ drawn }) => drawn))}; wheel: ${((gaps.length * 1000) / total).toFixed(1)} frames/s, `
    + `${gaps.filter((gap) => gap > 50).length} of ${gaps.length} gaps over 50 ms, the longest ${Math.max(...gaps).toFixed(0)} ms`);
  if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `years-${name}.png`) });
  await context.close();
}
await browser.close();
gateway.kill('SIGTERM');
await new Promise((gone) => gateway.once('exit', gone));
rmSync(folder, { recursive: true });
