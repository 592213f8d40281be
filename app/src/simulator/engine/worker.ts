// SPDX-License-Identifier: Apache-2.0
// The simulator in a thread of its own: it plays at a speed, posts what is to be seen, and simulates a year in slices,
// so that it can always be spoken to. pace.ts says how much simulated time a tick is.
import { Engine } from './engine';
import { Pace, tickMs } from './pace';
import type { Reply, Request } from './messages';
import type { Answer, DesignResult, Done, Events, Refusal, Snapshot } from './types';

const designSliceMs = 100;
const progressMs = 200;
const showMs = 200;

const page = self as unknown as {
  postMessage(message: Reply): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
};

let engine: Engine | undefined;
let designer: Engine | undefined;
let wasm: ArrayBuffer | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let designing: ReturnType<typeof setTimeout> | undefined;
let nextEvent = 0;
let shownAt = 0;
const pace = new Pace();

const done: Done = { done: true };
const notLoaded: Refusal = { code: 'not_loaded', sentence: 'The simulator is not loaded yet.' };

function show(): void {
  if (!engine) return;
  shownAt = performance.now();
  const snapshot: Answer<Snapshot> = engine.snapshot();
  if (snapshot.error) return;
  page.postMessage({ kind: 'snapshot', snapshot, speed: pace.speed, behind: pace.behind });
  if (snapshot.happened === nextEvent) return;
  const events: Answer<Events> = engine.events(nextEvent);
  if (events.error) return;
  nextEvent = events.next;
  page.postMessage({ kind: 'events', events });
}

function tick(): void {
  if (!engine) return;
  const began = performance.now();
  engine.advance(pace.due(began));
  // Nobody reads faster, and each costs the page, too.
  if (began - shownAt >= showMs) show();
  const took = performance.now() - began;
  pace.took(took);
  timer = setTimeout(tick, Math.max(0, tickMs - took));
}

function pause(): void {
  clearTimeout(timer);
  timer = undefined;
}

function play(speed: number): void {
  pause();
  pace.set(speed, performance.now());
  timer = setTimeout(tick, tickMs);
}

function stopDesign(): void {
  clearTimeout(designing);
  designing = undefined;
}

function designOn(id: number, shown: number): void {
  if (!designer) return;
  const end = performance.now() + designSliceMs;
  let state = designer.designDay();
  while (!state.error && state.day < state.days && performance.now() < end) {
    state = designer.designDay();
  }
  if (state.error) return void page.postMessage({ kind: 'reply', id, answer: state });
  const result: Answer<DesignResult> = designer.designResult();
  if (result.error || state.day >= state.days) {
    return void page.postMessage({ kind: 'reply', id, answer: result });
  }
  const { day, days } = state;
  const due = performance.now() - shown >= progressMs;
  if (due) page.postMessage({ kind: 'designProgress', day, days, result });
  designing = setTimeout(() => designOn(id, due ? performance.now() : shown), 0);
}

// Each design has memory of its own, so that a year does not stand in the way of what plays.
async function design(request: Extract<Request, { do: 'design' }>): Promise<Answer<object> | undefined> {
  stopDesign();
  if (!wasm) return { error: notLoaded };
  designer = await Engine.load(wasm);
  const begun = designer.designStart(request.plan, request.seed, request.weeks);
  if (begun.error) return begun;
  designOn(request.id, 0);
  return undefined;
}

async function load(url: string): Promise<Answer<object>> {
  const response = await fetch(url);
  if (!response.ok) {
    const sentence = `The simulator could not be loaded (${response.status}); please load the page again.`;
    return { error: { code: 'not_loaded', sentence } };
  }
  wasm = await response.arrayBuffer();
  engine = await Engine.load(wasm);
  return done;
}

/** Undefined: the answer comes later. */
async function answer(request: Request): Promise<Answer<object> | undefined> {
  if (request.do === 'load') return load(request.wasm);
  if (request.do === 'design') return design(request);
  if (!engine) return { error: notLoaded };
  const { pack } = { pack: 1, ...('pack' in request ? request : {}) };
  switch (request.do) {
    case 'start':
      nextEvent = 0;
      return engine.start(request.plan, request.seed, request.beginMs);
    case 'play':
      play(request.speed);
      return done;
    case 'pause':
      pause();
      return done;
    case 'step':
      engine.advance(request.ms);
      return done;
    case 'turn':
      return engine.turn(request.knob, request.value);
    case 'fault':
      return engine.fault(request.kind, request.on, request.place);
    case 'switches':
      return engine.switches(request.positions, pack);
    case 'button':
      return engine.button(request.down, pack);
    case 'supply':
      return engine.supply(request.board, request.on, pack);
    case 'write':
      return engine.writeSettings(request.changes, request.pin, pack);
    case 'check':
      return engine.checkSettings(request.changes, pack);
    case 'command':
      return engine.command(request.name, request.pin, request.first, request.second, pack, request.third);
    case 'settings':
      return engine.settings(pack);
    case 'track':
      return engine.track(pack);
    case 'events':
      return engine.events(request.from);
    case 'stopDesign':
      stopDesign();
      return done;
  }
}

const quiet = new Set<Request['do']>(['load', 'check', 'settings', 'track', 'events', 'design', 'stopDesign']);

page.onmessage = (event) => {
  const request = event.data;
  answer(request).then(
    (made) => {
      if (made === undefined) return;
      page.postMessage({ kind: 'reply', id: request.id, answer: made });
      if (!made.error && !quiet.has(request.do)) show();
    },
    (problem: unknown) => {
      pause();
      const sentence = `The simulator stopped: ${String(problem)}. Please start it anew.`;
      page.postMessage({ kind: 'broken', error: { code: 'broken', sentence } });
    },
  );
};
