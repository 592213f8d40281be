// SPDX-License-Identifier: Apache-2.0
// Holds what a browser loads against its budget: usage: node sizes.mjs FOLDER, after the build and its gzip.
// The landing is what is loaded before the first screen stands: the page, its scripts and their static imports, its styles.
// The whole is all that one person can load: every screen, the simulator, English and one more language (the largest).
// Its aim of 250 kB (all languages counted) is not met: that is said each time, and a bound above it keeps it from growing.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const kLandingBytes = 60_000;
const kOnePersonBytes = 322_000;
const kWholeAim = 250_000;

const folder = process.argv[2];
const packed = (file) => {
  const path = join(folder, file);
  return statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size;
};
const text = (file) => readFileSync(join(folder, file), 'utf8');

function landing() {
  const found = new Set(['index.html']);
  const waiting = [...text('index.html').matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  while (waiting.length > 0) {
    const file = waiting.pop();
    if (found.has(file)) continue;
    found.add(file);
    if (!file.endsWith('.js')) continue;
    for (const match of text(file).matchAll(/(?:import|from)\s*["'](\.[^"']+)["']/g)) {
      waiting.push(posix.join(dirname(file), match[1]));
    }
  }
  return [...found];
}

const whole = readdirSync(folder, { recursive: true, withFileTypes: false })
  .map((file) => String(file))
  .filter((file) => !file.endsWith('.gz') && statSync(join(folder, file)).isFile());

// Of the languages besides English, a person loads one.
const kLanguage = /^assets\/(nl|de|fr|es)-/;
const ofOnePerson = whole.filter((file) => (kLanguage.exec(file)?.[1] ?? 'de') === 'de');

const sum = (files) => files.reduce((total, file) => total + packed(file), 0);
const everything = sum(whole);
const met = everything <= kWholeAim ? 'met' : 'NOT met';
console.log(`app: everything: ${(everything / 1000).toFixed(1)} kB; the aim of ${kWholeAim / 1000} kB is ${met}`);
let failed = false;
for (const [what, files, most] of [
  ['to the first screen', landing(), kLandingBytes],
  ['all that one person can load', ofOnePerson, kOnePersonBytes],
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
