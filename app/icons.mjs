// SPDX-License-Identifier: Apache-2.0
// Draws public/icon.svg as the PNG icons that phones ask for: node icons.mjs, after the SVG has changed. A maskable icon
// is cut by the phone: its ground goes to the edge, and the drawing stays within the inner 80 %.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const kIcons = [
  ['icon-192.png', 192, 1],
  ['icon-512.png', 512, 1],
  ['icon-maskable-512.png', 512, 0.72],
];
// Of each channel so many levels are kept: the drawing has few colours, and a palette makes the file a third.
const kLevels = 15;

/** As PNG and zlib compute it. */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** rgba: size × size pixels, 4 bytes each. Returns a PNG with a palette of at most 256 colours. */
function png(rgba, size) {
  const palette = new Map();
  const rows = Buffer.alloc(size * (size + 1));
  for (let i = 0; i < size * size; i += 1) {
    const pixel = [...rgba.slice(4 * i, 4 * i + 4)].map((one) => Math.round((one * kLevels) / 255));
    const key = (pixel[3] === 0 ? [0, 0, 0, 0] : pixel).join();
    if (!palette.has(key)) palette.set(key, palette.size);
    rows[Math.floor(i / size) * (size + 1) + 1 + (i % size)] = palette.get(key);
  }
  if (palette.size > 256) throw new Error(`${palette.size} colours are too many for a palette; lower kLevels`);
  const colours = [...palette.keys()].map((key) => key.split(',').map((one) => Math.round((Number(one) * 255) / kLevels)));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 3, 0, 0, 0], 8); // 8 bits, palette
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(colours.flatMap((one) => one.slice(0, 3)))),
    chunk('tRNS', Buffer.from(colours.map((one) => one[3]))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Runs in the page. */
async function draw({ svg, size, scale }) {
  const image = new Image();
  image.src = 'data:image/svg+xml,' + encodeURIComponent(svg.replace('<svg ', `<svg width="${size}" height="${size}" `));
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const context = canvas.getContext('2d');
  if (scale < 1) {
    context.fillStyle = '#0e1312';
    context.fillRect(0, 0, size, size);
  }
  const edge = (size * (1 - scale)) / 2;
  context.drawImage(image, edge, edge, size * scale, size * scale);
  return [...context.getImageData(0, 0, size, size).data];
}

const svg = readFileSync(new URL('public/icon.svg', import.meta.url), 'utf8');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const [name, size, scale] of kIcons) {
  const file = fileURLToPath(new URL(`public/${name}`, import.meta.url));
  writeFileSync(file, png(await page.evaluate(draw, { svg, size, scale }), size));
  // The same pixels, in fewer bytes: they are part of what a browser loads.
  execFileSync('zopflipng', ['-y', '--iterations=100', file, file]);
}
await browser.close();
