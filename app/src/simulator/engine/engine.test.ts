// SPDX-License-Identifier: Apache-2.0
// The engine as the app uses it, with the very module that script/wasm builds.
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Engine } from './engine';
import { Pace, fastest } from './pace';
import { planOf } from './plan';
import type { Answer, ShippedScenario, Snapshot } from './types';

const folder = new URL('../../../../build/wasm/', import.meta.url);

interface Status {
  presence: string;
  sentence: string;
  warnings: string[];
  chain: { break_at_cell: number | null };
  currents: { battery_ma: number };
}

let wasm: Uint8Array<ArrayBuffer>;
beforeAll(() => {
  if (!existsSync(new URL('cellwarden.wasm', folder))) {
    throw new Error('build/wasm/cellwarden.wasm is missing; run script/wasm first.');
  }
  wasm = new Uint8Array(readFileSync(new URL('cellwarden.wasm', folder)));
});

async function started(): Promise<Engine> {
  const engine = await Engine.load(wasm);
  expect(engine.start(planOf({ cells: 8, capacityAh: 100, beginHour: 10 }))).toEqual({ done: true });
  engine.advance(60_000);
  return engine;
}

function given<T>(answer: Answer<T>): T {
  if ((answer as { error?: unknown }).error) throw new Error(JSON.stringify(answer));
  return answer as T;
}
const seen = (engine: Engine): Snapshot<Status> => given(engine.snapshot<Status>());
const status = (engine: Engine): Status => seen(engine).packs[0]!.status;

describe('the engine', () => {
  it('needs nothing of the system', () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(wasm))).toEqual([]);
  });

  it('says E with its place within 3.6 s of a cut wire', async () => {
    const engine = await started();
    engine.fault('chain_wire_broken', true, { cell: 3 });
    engine.advance(3600);
    expect(status(engine).warnings).toEqual(['E']);
    expect(status(engine).chain.break_at_cell).toBe(3);
    engine.advance(5000);
    const still = seen(engine).packs[0]!.cells.map((cell) => (cell.since_flash_ms ?? 0) > 3000);
    expect(still.slice(0, 7)).toEqual([false, false, false, true, true, true, true]);
  });

  it('changes the current when a knob is turned', async () => {
    const engine = await started();
    engine.turn('sun_share', 0);
    engine.turn('house_w', 0);
    engine.advance(5000);
    const before = status(engine).currents.battery_ma;
    engine.turn('house_w', 250);
    engine.advance(5000);
    expect(status(engine).currents.battery_ma).toBeLessThan(before - 5000);
  });

  it('refuses a wrong PIN with a sentence and takes the right one', async () => {
    const engine = await started();
    expect(engine.writeSettings({ v_max: 3.55 }, 1111).error?.code).toBe('wrong_pin');
    expect(given(engine.writeSettings({ v_max: 3.55 }, 1234)).changes).toEqual([
      { setting: 'v_max', before: 3.6, after: 3.55, unit: 'V' },
    ]);
    expect(given(engine.settings()).settings['v_max']?.value).toBe(3.55);
  });

  it('checks a change without a PIN and without writing it, and tells how long writing is locked', async () => {
    const engine = await started();
    expect(given(engine.checkSettings({ v_max: 3.55 })).changes).toMatchObject([{ setting: 'v_max', after: 3.55 }]);
    expect(engine.checkSettings({ v_min: 3.5 }).error).toMatchObject({ code: 'refused', setting: 'v_min' });
    expect(given(engine.settings())).toMatchObject({ factory_pin: true, pin_locked_s: 0 });
    expect(given(engine.settings()).settings['v_max']?.value).toBe(3.6);
    for (let i = 0; i < 5; ++i) engine.writeSettings({ v_max: 3.55 }, 1111);
    expect(engine.writeSettings({ v_max: 3.55 }, 1234).error?.retry_after_s).toBe(60);
    expect(given(engine.settings()).pin_locked_s).toBe(60);
  });

  it('says what is wrong with a plan', async () => {
    const engine = await Engine.load(wasm);
    expect(engine.snapshot().error?.code).toBe('not_started');
    const answer = engine.start(planOf({ cells: 1, capacityAh: 100 }));
    expect(answer.error?.sentence).toBe('pack: cells = 1 is not possible; it may be 2 to 255.');
  });

  it('starts every shipped scenario', async () => {
    const all = JSON.parse(
      readFileSync(new URL('scenarios.json', folder), 'utf8'),
    ) as ShippedScenario[];
    expect(all.length).toBeGreaterThanOrEqual(13);
    for (const scenario of all) {
      const engine = await Engine.load(wasm);
      expect(engine.start(scenario.plan), scenario.id).toEqual({ done: true });
      engine.advance(40_000);
      const live = seen(engine).packs.every((pack) => pack.status.presence === 'live');
      expect(live, scenario.id).toBe(true);
    }
  });

  it('designs day by day, and the months add up', async () => {
    const engine = await Engine.load(wasm);
    given(engine.designStart(planOf({ cells: 4, capacityAh: 100, dayOfYear: 30 }), 1));
    for (let day = 0; day < 4; ++day) given(engine.designDay());
    const result = given(engine.designResult());
    expect(result.months.map((month) => month.month)).toEqual([1, 2]);
    const used = result.months.reduce((sum, month) => sum + month.used_wh, 0);
    expect(Math.abs(used - result.energy.used_wh)).toBeLessThan(2);
    expect(result.settings.length).toBeGreaterThan(4);
  }, 60_000);
});

describe('the pace', () => {
  it('is real time times speed, at most a day a second', () => {
    const pace = new Pace();
    pace.set(60, 1000);
    expect(pace.due(1050)).toBe(3000);
    pace.set(1e9, 1050);
    expect(pace.speed).toBe(fastest);
  });

  it('does not owe what the computer could not do', () => {
    const pace = new Pace();
    pace.set(fastest, 0);
    pace.due(50);
    pace.took(500);
    expect(pace.due(600)).toBeLessThan(0.2 * 4_320_000);
    expect(pace.behind).toBe(true);
  });
});
