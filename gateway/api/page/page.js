// SPDX-License-Identifier: Apache-2.0
// The first page: what the live stream says, in words and a few bars. Everything is put in as text,
// never as HTML. What is not known is a dash, and without data nothing looks alive (APP-7).
'use strict';

const SVG = 'http://www.w3.org/2000/svg';
const DASH = '–';
const WARNINGS = [['E', 'E no cell communication'], ['Vh', 'Vh voltage high'], ['Vl', 'Vl voltage low'],
  ['Th', 'Th too warm'], ['Tl', 'Tl too cold']];
const PRESENCE = {never: 'nothing heard yet', live: 'live', stale: 'stale', no_data: 'no data'};
const packs = new Map();
const limits = new Map();  // by pack: V-min and V-max in mV
let shown = null;
let heardAt = 0;

const at = (id) => document.getElementById(id);
const known = (value) => value !== null && value !== undefined;
const number = (value, digits) => known(value) ? value.toFixed(digits) : DASH;
const whole = (value) => known(value) ? String(Math.trunc(value)) : DASH;

function say(id, text) {
  const element = at(id);
  if (element.textContent !== text) element.textContent = text;
}

function make(name, text, className) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function draw(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// Objects member by member, all else as a whole; null: not known any more.
function merge(target, changes) {
  const merged = {...target};
  for (const [key, value] of Object.entries(changes)) {
    const inner = value !== null && typeof value === 'object' && !Array.isArray(value);
    const before = merged[key];
    const into = before !== null && typeof before === 'object' && !Array.isArray(before) ? before : {};
    merged[key] = inner ? merge(into, value) : value;
  }
  return merged;
}

const amps = (ma) => known(ma) ? number(ma / 1000, 1) + ' A' : DASH;
const kwh = (wh) => known(wh) ? number(wh / 1000, 1) + ' kWh' : DASH;

function showNumbers(pack) {
  const currents = pack.currents || {};
  const charge = pack.charge || {};
  say('in-power', whole(currents.in_w) + ' W');
  say('in-more', `${amps(currents.in_ma)} · today ${kwh(charge.in_today_wh)} · in all ${kwh(charge.in_total_wh)}`);
  say('out-power', whole(currents.out_w) + ' W');
  say('out-more', `${amps(currents.out_ma)} · today ${kwh(charge.out_today_wh)} · in all ${kwh(charge.out_total_wh)}`);
  say('soc', (known(charge.soc_percent) ? Math.trunc(charge.soc_percent) : DASH) + ' %');
  at('soc-bar').setAttribute('width', known(charge.soc_percent) ? charge.soc_percent : 0);
  const volts = known(currents.pack_mv) ? number(currents.pack_mv / 1000, 1) + ' V' : DASH;
  const parts = [volts, amps(currents.battery_ma), whole(currents.battery_w) + ' W', kwh(charge.stored_wh) + ' stored'];
  if (pack.charge && !charge.calibrated) parts.push('not calibrated yet: it has to become full once');
  say('battery-more', parts.join(' · '));
}

function showRelay(list, name, relay, live) {
  list.append(make('dt', name));
  const state = live && relay.allowed ? make('dd', 'closed: allowed', 'closed') : make('dd', 'open: not allowed', 'open');
  for (const reason of live ? relay.reasons || [] : []) state.append(make('p', reason.sentence));
  if (live && relay.inferred && !relay.allowed) state.append(make('p', 'The pack did not say why; this is what its numbers suggest.'));
  list.append(state);
}

// 2.5 V to 3.8 V, or what the limits of the pack are with a little room.
function cellScale(pack) {
  const limit = limits.get(pack.id);
  return limit ? {low: limit.low - 100, high: limit.high + 100} : {low: 2500, high: 3800};
}

function showCell(pack, key, cell) {
  const item = make('li');
  item.append(make('b', key + '  '));
  if (!cell) {
    item.className = 'unknown';
    item.append(DASH);
    return item;
  }
  const limit = limits.get(pack.id);
  const outside = limit && known(cell.mv) && (cell.mv >= limit.high || cell.mv <= limit.low);
  item.append(known(cell.mv) ? number(cell.mv / 1000, 3) + ' V' : DASH);
  item.append(known(cell.c) ? `, ${number(cell.c, 0)} °C` : '');
  const notes = [];
  if (cell.bypass) notes.push('balancing');
  if (outside) notes.push('outside its limits');
  if (cell.hot) notes.push('board hot');
  if (cell.voltage_fault || cell.temperature_fault) notes.push('reading not valid');
  if (cell.stale) notes.push('stale');
  item.className = cell.stale ? 'unknown' : outside ? 'outside' : cell.bypass ? 'balancing' : '';
  if (notes.length) item.append(make('br'), make('small', notes.join(', ')));
  const scale = cellScale(pack);
  const share = known(cell.mv) ? (cell.mv - scale.low) / (scale.high - scale.low) : 0;
  const bar = draw('svg', {viewBox: '0 0 100 4', preserveAspectRatio: 'none', 'aria-hidden': 'true'});
  bar.append(draw('rect', {height: 4, width: Math.max(0, Math.min(1, share)) * 100}));
  item.append(bar);
  return item;
}

function showCells(pack) {
  const keys = Object.keys(pack.cells || {}).sort((a, b) => a - b);
  at('cells').replaceChildren(...keys.map((key) => showCell(pack, key, pack.cells[key])));
  const {voltage_min: low, voltage_max: high} = pack.extremes || {};
  say('extremes', low && high
    ? `lowest ${number(low.v, 3)} V (cell ${low.cell}), highest ${number(high.v, 3)} V (cell ${high.cell}), ` +
      `${Math.round((high.v - low.v) * 1000)} mV apart`
    : '');
}

function show() {
  const pack = packs.get(shown);
  at('pack').hidden = !pack;
  if (!pack) return;
  const heard = Date.now() - heardAt < 20000;
  const live = heard && (pack.presence === 'live' || pack.presence === 'stale');
  document.body.classList.toggle('dim', !live);
  say('name', pack.name || pack.id);
  at('simulated').hidden = !pack.simulated;
  const presence = heard ? pack.presence : 'no_data';
  say('presence', PRESENCE[presence] || presence);
  at('presence').className = 'tag ' + presence;
  say('sentence', heard ? pack.sentence : 'The gateway is not heard any more; what stands here is old.');
  const on = live ? pack.warnings : ['E'];
  at('warnings').replaceChildren(...WARNINGS.map(([key, text]) => {
    const lit = on.includes(key);
    const item = make('li', text + (lit ? ': on' : ''), lit ? 'on' : '');
    return item;
  }));
  const relays = make('dl');
  showRelay(relays, 'Charge relay', pack.charge_relay || {}, live);
  showRelay(relays, 'Load relay', pack.load_relay || {}, live);
  at('relays').replaceChildren(...relays.childNodes);
  showNumbers(pack);
  showCells(pack);
}

function showTabs() {
  at('packs').replaceChildren(...[...packs.values()].map((pack) => {
    const button = make('button', pack.name || pack.id);
    button.type = 'button';
    button.setAttribute('aria-pressed', String(pack.id === shown));
    button.addEventListener('click', () => choose(pack.id));
    return button;
  }));
}

const address = (id, rest) => `/api/v1/packs/${encodeURIComponent(id)}${rest}`;

async function read(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function eventItem(event) {
  const item = make('li');
  const time = make('time', new Date(event.at).toLocaleString());
  time.dateTime = new Date(event.at).toISOString();
  const word = event.severity === 'info' ? '' : event.severity + ': ';
  item.append(time, make('span', word + event.sentence, event.severity));
  return item;
}

async function showEvents() {
  const id = shown;
  const events = await read(address(id, '/events?limit=20')).then((it) => it.events, () => []);
  if (id !== shown) return;
  const items = events.map(eventItem);
  at('events').replaceChildren(...(items.length ? items : [make('li', 'Nothing yet.', 'quiet')]));
}

async function readLimits(id) {
  const all = await read(address(id, '/settings')).catch(() => null);
  const low = all && all.settings.v_min.value;
  const high = all && all.settings.v_max.value;
  if (known(low) && known(high)) limits.set(id, {low: low * 1000, high: high * 1000});
}

// One line; a value that is not known ends a stroke.
function strokes(times, values, x, y) {
  let path = '';
  let pen = false;
  times.forEach((time, i) => {
    if (!known(values[i])) { pen = false; return; }
    path += `${pen ? 'L' : 'M'}${x(time).toFixed(1)} ${y(values[i]).toFixed(1)}`;
    pen = true;
  });
  return path;
}

async function showChart() {
  const id = shown;
  const to = Date.now();
  const from = to - 86400000;
  const path = address(id, `/history?series=soc,power_w&points=360&from=${from}&to=${to}`);
  const chart = await read(path).catch(() => null);
  if (id !== shown) return;
  const drawn = at('chart');
  drawn.replaceChildren();
  say('chart-note', chart && chart.time_ms.length ? '' : 'no readings yet');
  if (!chart || !chart.time_ms.length) return;
  const soc = chart.series[0].mean;
  const power = chart.series[1].mean;
  const most = Math.max(100, ...power.filter(known).map(Math.abs));
  const x = (time) => 40 + 640 * (time - from) / (to - from);
  const ySoc = (value) => 180 - 165 * value / 100;
  const yPower = (value) => 97.5 - 82.5 * value / most;
  for (const share of [0, 50, 100]) {
    drawn.append(draw('line', {class: 'axis', x1: 40, x2: 680, y1: ySoc(share), y2: ySoc(share)}));
    const left = draw('text', {x: 34, y: ySoc(share) + 4, 'text-anchor': 'end'});
    left.textContent = share + ' %';
    const right = draw('text', {x: 684, y: ySoc(share) + 4});
    right.textContent = Math.round((share - 50) / 50 * most) + '';
    drawn.append(left, right);
  }
  for (let hour = 0; hour <= 24; hour += 6) {
    const time = from + hour * 3600000;
    const text = draw('text', {x: x(time), y: 196, 'text-anchor': 'middle'});
    text.textContent = new Date(time).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit'});
    drawn.append(text);
  }
  drawn.append(draw('path', {class: 'power', d: strokes(chart.time_ms, power, x, yPower)}));
  drawn.append(draw('path', {class: 'soc', d: strokes(chart.time_ms, soc, x, ySoc)}));
}

function choose(id) {
  shown = id;
  showTabs();
  show();
  showEvents();
  showChart();
  readLimits(id).then(show);
}

function listen() {
  const stream = new EventSource('/api/v1/live');
  const take = (name, use) => stream.addEventListener(name, (message) => {
    heardAt = Date.now();
    say('connection', '');
    use(JSON.parse(message.data));
  });
  take('snapshot', (snapshot) => {
    packs.clear();
    for (const pack of snapshot.packs) packs.set(pack.id, pack);
    if (!packs.size) say('connection', 'No packs are configured.');
    const first = packs.keys().next().value;
    if (first !== undefined) choose(packs.has(shown) ? shown : first);
  });
  take('pack', ({id, changes}) => {
    packs.set(id, merge(packs.get(id) || {id}, changes));
    if (id === shown) show();
  });
  take('event', (event) => { if (event.pack === shown) showEvents(); });
  stream.addEventListener('error', () => {
    say('connection', 'The gateway does not answer; trying again …');
    if (stream.readyState === EventSource.CLOSED) setTimeout(start, 3000);
  });
}

async function start() {
  const session = await read('/api/v1/session').catch(() => null);
  if (session && session.role === 'anyone') {
    at('sign-in').hidden = false;
    say('connection', session.owner_password_set ? '' : 'No password has been set yet.');
    return;
  }
  at('sign-in').hidden = true;
  if (!session) {
    say('connection', 'The gateway does not answer; trying again …');
    setTimeout(start, 3000);
    return;
  }
  listen();
}

at('sign-in').addEventListener('submit', async (submit) => {
  submit.preventDefault();
  const password = new FormData(submit.target).get('password');
  const answer = await fetch('/api/v1/session', {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({password}),
  }).catch(() => null);
  if (answer && answer.ok) { submit.target.reset(); start(); return; }
  const told = answer ? await answer.json().catch(() => null) : null;
  say('sign-in-answer', told && told.error ? told.error.sentence : 'The gateway does not answer.');
});

setInterval(show, 1000);
setInterval(() => { if (shown !== null) { showChart(); readLimits(shown); } }, 300000);
read('/api/v1/version').then((it) => say('version', `Cellwarden ${it.version}`), () => {});
start();
