// SPDX-License-Identifier: Apache-2.0
// Holds what a browser loads against its budget: usage: node sizes.mjs FOLDER, after the build and its gzip.
// The landing is what is loaded before the first screen stands: the page, its scripts and their static imports, its styles.
// The app is all that one person can load of it without the simulator: every screen, English and one more language (the
// largest). The simulator is what its screen brings, and the connection of the browser's own, without a gateway, what its
// card in Devices brings. Why these four: docs/decisions/0007-the-weight-of-the-app.md.
// The aim of 250 kB for everything, all languages counted, is not met: that is said each time.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const kLandingBytes = 60_000;
const kAppBytes = 162_000;
const kSimulatorBytes = 159_000;
const kDirectBytes = 62_000;
const kWholeAim = 250_000;

const folder = process.argv[2];
const packed = (file) => {
  const path = join(folder, file);
  return statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size;
};
const text = (file) => readFileSync(join(folder, file), 'utf8');

const kStatic = /(?:import|from)\s*["'](\.[^"']+)["']/g;
const kAny = /(?:import|from)\s*\(?["'](\.[^"']+)["']/g;
const kByAddress = /\/(assets\/[\w-]+\.(?:wasm|js))["']/g;

// The page, its scripts and styles, and the scripts that these import, without those that `closed` names.
function reached(imports, closed = /^$/) {
  const found = new Set(['index.html']);
  const waiting = [...text('index.html').matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  while (waiting.length > 0) {
    const file = waiting.pop();
    if (found.has(file) || closed.test(file)) continue;
    found.add(file);
    if (!file.endsWith('.js')) continue;
    for (const match of text(file).matchAll(imports)) waiting.push(posix.join(dirname(file), match[1]));
    if (imports === kAny) for (const match of text(file).matchAll(kByAddress)) waiting.push(match[1]);
  }
  return [...found];
}

const whole = readdirSync(folder, { recursive: true, withFileTypes: false })
  .map((file) => String(file))
  .filter((file) => !file.endsWith('.gz') && statSync(join(folder, file)).isFile());

// Of the languages besides English, a person loads one.
const kLanguage = /^assets\/(nl|de|fr|es)-/;
const ofOnePerson = whole.filter((file) => (kLanguage.exec(file)?.[1] ?? 'fr') === 'fr');

// What nothing but these scripts lead to. A style goes with the script of its name.
const name = (file) => /^assets\/(.+)-.{6}\./.exec(file)?.[1];
function onlyOf(scripts) {
  const without = new Set(reached(kAny, scripts));
  const names = new Set([...without].map(name));
  return (file) => file.startsWith('assets/') && !without.has(file) && !(file.endsWith('.css') && names.has(name(file)));
}
const ofTheSimulator = onlyOf(/^assets\/Simulator-/);
const ofDirect = onlyOf(/^assets\/DirectCard-/);

const sum = (files) => files.reduce((total, file) => total + packed(file), 0);
const everything = sum(whole);
const met = everything <= kWholeAim ? 'met' : 'NOT met';
console.log(`app: everything: ${(everything / 1000).toFixed(1)} kB; the aim of ${kWholeAim / 1000} kB is ${met}`);
let failed = false;
for (const [what, files, most] of [
  ['to the first screen', reached(kStatic), kLandingBytes],
  ['the app without the simulator', ofOnePerson.filter((file) => !ofTheSimulator(file) && !ofDirect(file)), kAppBytes],
  ['the simulator', ofOnePerson.filter(ofTheSimulator), kSimulatorBytes],
  ['the connection without a gateway', ofOnePerson.filter(ofDirect), kDirectBytes],
]) {
  const bytes = sum(files);
  console.log(`app: ${what}: ${(bytes / 1000).toFixed(1)} kB of ${most / 1000} kB (gzip, ${files.length} files)`);
  if (bytes <= most) continue;
  failed = true;
  console.error(`app: ${what} is above its budget. The largest files:`);
  const largest = files.sort((a, b) => packed(b) - packed(a)).slice(0, 8);
  for (const file of largest) console.error(`  ${(packed(file) / 1000).toFixed(1)} kB  ${file}`);
}
process.exit(failed ? 1 : 0);
