// SPDX-License-Identifier: Apache-2.0
// Answers in the gateway's place for the packs that this browser knows by itself: settings with PIN over the engine, the past
// from the browser's own history, in the shapes of docs/api.md.
import { answerFor, ApiProblem } from '../api/client';
import type { Event, Settings } from '../api/schema';
import { house, kDirect } from '../state/house.svelte';
import type { Outcome, Refusal } from './engine';
import { chartOf, csvOf, energyOf, kMinuteMs, kQuarterMs, stepFor, type Span, type Unit } from './history/charts';
import { cellsOf, kCellSeries, kPackSeries } from './history/rows';
import type { Change, Store } from './history/store';
import { link } from './link.svelte';

type Body = Record<string, unknown>;

const kDayMs = 86_400_000;

function problemOf({ code, sentence, retry_after_s: wait, ...more }: Refusal): ApiProblem {
  return new ApiProblem(409, code, sentence, more, wait ?? null);
}

function done(outcome: Outcome) {
  if (outcome.error) throw problemOf(outcome.error);
  return outcome;
}

/** What a command's members are, in the order in which the engine takes them. */
const kCommands: Record<string, (body: Body) => unknown[]> = {
  'hold': ({ charge_open: charge, load_open: load }) => [charge, load],
  'confirm-cells': () => [],
  'clear-totals': () => [],
  'clock': () => [],
  'offset': ({ cell, mv, c }) => [cell, mv, c],
  'waive-temperature': ({ cell, days }) => [cell, days],
  'pin': ({ new_pin: pin }) => [pin],
};

async function apply(id: string, { changes, pin }: Body) {
  const wanted = changes as Record<string, number>;
  const { changes: made = [] } = done(await link.order((engine) => engine.apply(wanted, Number(pin))));
  const store = await link.store().catch(() => null);
  for (const { setting, before, after } of made) {
    const change = { pack: id, at: Date.now(), setting, before: String(before), after: String(after), who: 'owner', simulated: false };
    await store?.note(change).catch(() => undefined);
  }
  return { ...link.engine.settings(), changes: made };
}

async function write(id: string, what: string, body: Body): Promise<unknown> {
  if (id !== link.id) throw new ApiProblem(503, 'no_connection', 'This browser is not connected to it.');
  const pin = Number(body.pin);
  if (what === 'settings/apply') return apply(id, body);
  if (what === 'settings/check') {
    const checked = link.engine.check(body.changes as Record<string, number>);
    if ('error' in checked) throw problemOf(checked.error);
    return checked;
  }
  if (what === 'sign-in') return void done(await link.order((engine) => engine.signIn(pin)));
  const members = kCommands[what];
  if (!members) throw new ApiProblem(409, 'not_possible', 'Only a gateway can do this.');
  return void done(await link.order((engine) => engine.command(what, pin, members(body).map(Number))));
}

function settingsOf(id: string): Settings {
  const settings = id === link.id ? link.engine.settings() : house.settings[id];
  if (!settings) throw new ApiProblem(409, 'settings_unknown', 'The settings of this pack have not been read yet.');
  return settings;
}

function settingsFile(id: string) {
  const known = Object.entries(settingsOf(id).settings).filter(([, { value }]) => value !== null);
  return {
    format: 'cellwarden-settings', format_version: 1, pack: id.slice(kDirect.length), exported_at: new Date().toISOString(),
    settings: Object.fromEntries(known.map(([name, { value }]) => [name, value])),
  };
}

function spanOf(query: URLSearchParams): Span {
  const to = Number(query.get('to') ?? Date.now());
  return { from: Number(query.get('from') ?? to - kDayMs), to };
}

async function listed(store: Store, id: string, table: 'events' | 'changes', query: URLSearchParams) {
  const limit = Number(query.get('limit') ?? 100);
  const before = Number(query.get('before') ?? Infinity);
  const kinds = new Set(query.get('kinds')?.split(',') ?? []);
  const span = { from: Number(query.get('from') ?? 0), to: Number(query.get('to') ?? Infinity) };
  const found = await store.listed<Event | Change>(table, id, span, limit + 1, (one) =>
    one.id < before && (kinds.size === 0 || !('kind' in one) || kinds.has(one.kind)));
  const page = found.slice(0, limit);
  return { [table]: page, next_before: found.length > limit ? (page.at(-1)?.id ?? null) : null };
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function eventsCsv(store: Store, id: string, query: URLSearchParams): Promise<string> {
  const kinds = new Set(query.get('kinds')?.split(',') ?? []);
  const wants = (one: Event) => kinds.size === 0 || kinds.has(one.kind);
  const all = await store.listed<Event>('events', id, { from: 0, to: Infinity }, Infinity, wants);
  const lines = all.reverse().map(({ at, kind, severity, number, value, limit, sentence }) =>
    [new Date(at).toISOString(), kind, severity, number, value, limit, quoted(sentence)].join(','));
  return ['time,kind,severity,number,value,limit,sentence', ...lines, ''].join('\r\n');
}

/** Every series that the widest row has. */
function allSeries(cells: number): string[] {
  const ofCells = Array.from({ length: cells }, (_, i) => kCellSeries.map(({ name }) => `${name}/${i + 1}`)).flat();
  return [...kPackSeries.map(({ name }) => name), ...ofCells];
}

async function past(id: string, what: string, query: URLSearchParams): Promise<unknown> {
  const store = await link.store();
  const span = spanOf(query);
  const names = query.get('series')?.split(',') ?? [];
  if (what === 'history/span') return store.span(id);
  if (what === 'history') {
    const points = Number(query.get('points') ?? 500);
    const step = stepFor(span, points);
    // The point at the left begins before what is asked for.
    const rows = await store.rows(id, { from: span.from - step, to: span.to }, step >= 2 * kQuarterMs);
    return chartOf(rows, names, span, points);
  }
  if (what === 'energy') {
    const unit = (query.get('unit') ?? 'day') as Unit;
    return energyOf(await store.rows(id, { from: span.from - 366 * kDayMs, to: span.to }, unit !== 'hour'), unit, span);
  }
  if (what === 'history.csv') {
    const rows = await store.rows(id, span, false);
    return csvOf(rows, allSeries(Math.max(0, ...rows.map(cellsOf))));
  }
  if (what === 'events.csv') return eventsCsv(store, id, query);
  if (what === 'events') return listed(store, id, 'events', query);
  if (what === 'settings-changes') return listed(store, id, 'changes', query);
  return undefined;
}

/** path: "shed/history?from=…", the pack without its mark. */
async function answer(path: string, body: Body): Promise<unknown> {
  const url = new URL(path, 'http://pack/');
  const [pack = '', ...rest] = url.pathname.slice(1).split('/');
  const id = kDirect + decodeURIComponent(pack);
  const what = rest.join('/');
  if (what === 'settings') return settingsOf(id);
  if (what === 'settings/export') return settingsFile(id);
  return (await past(id, what, url.searchParams)) ?? write(id, what, body);
}

/** A download of one of these packs is made here: no gateway has it. */
async function download(event: MouseEvent): Promise<void> {
  const anchor = (event.target as Element | null)?.closest?.('a[download]');
  const address = anchor?.getAttribute('href') ?? '';
  const begin = `/api/v1/packs/${encodeURIComponent(kDirect)}`;
  if (!anchor || !address.startsWith(begin)) return;
  event.preventDefault();
  const text = String(await answer(address.slice(begin.length), {}));
  const made = document.createElement('a');
  made.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  made.download = anchor.getAttribute('download') ?? 'cellwarden.csv';
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 10 * kMinuteMs);
}

let begun: Promise<void> | undefined;
/** Once, before anything of this is shown: from now on these packs answer, and those of before are there, as old. */
export function begin(): Promise<void> {
  begun ??= (async () => {
    answerFor(kDirect, answer);
    document.addEventListener('click', (event) => void download(event));
    window.addEventListener('pagehide', () => link.save());
    await link.recall();
  })();
  return begun;
}
