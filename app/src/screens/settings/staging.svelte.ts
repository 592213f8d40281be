// SPDX-License-Identifier: Apache-2.0
// The changes that wait to be written, a set for each pack. They live as long as the page: going to another screen, a wrong PIN
// or a broken line loses none.
import { ApiProblem, ofPack, send } from '../../api/client';
import type { Settings, SettingChange, SettingsApplied, SettingsCheck } from '../../api/schema';
import { house } from '../../state/house.svelte';
import { problemOfRefusal, problemsOf, withoutSame, type Name, type Problem, type Staged } from './rules';

const kTypingMs = 300;
const kAgainMs = 2000;

export interface Written {
  changes: SettingChange[];
  /** Those that were read back as they were written. */
  confirmed: ReadonlySet<string>;
}

export class Staging {
  staged = $state<Staged>({});
  /** What the gateway said of it, after these rules found nothing. */
  refusal = $state<Problem | null>(null);
  /** The gateway has said that this set may be written. */
  checked = $state(false);
  written = $state<Written | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(readonly pack: string) {}

  get names(): Name[] {
    return Object.keys(this.staged) as Name[];
  }

  problems(settings: Settings): Partial<Record<Name, Problem>> {
    const own = problemsOf(settings, this.staged);
    if (this.refusal && !own[this.refusal.setting] && this.refusal.setting in this.staged) {
      own[this.refusal.setting] = this.refusal;
    }
    return own;
  }

  stage(settings: Settings, changes: Staged): void {
    this.staged = withoutSame(settings, { ...this.staged, ...changes });
    this.written = null;
    this.#check(settings);
  }

  undo(settings: Settings, name: Name): void {
    const { [name]: _, ...rest } = this.staged;
    this.staged = rest;
    this.#check(settings);
  }

  clear(): void {
    this.staged = {};
    this.refusal = null;
    this.checked = false;
    clearTimeout(this.#timer);
  }

  #check(settings: Settings): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.refusal = null;
    this.checked = false;
    if (this.names.length === 0 || Object.keys(problemsOf(settings, this.staged)).length > 0) return;
    const asked = this.#asked;
    this.#timer = setTimeout(() => void this.#ask(settings, asked), kTypingMs);
  }

  async #ask(settings: Settings, asked: number): Promise<void> {
    try {
      const changes = { ...this.staged };
      const answer = await send<SettingsCheck>('POST', ofPack(this.pack, 'settings/check'), { changes });
      if (asked !== this.#asked) return;
      this.checked = answer.ok;
      if (answer.refusal) this.refusal = problemOfRefusal(settings, changes, answer.refusal);
    } catch {
      // Not answered, or the pack has not told its settings yet: asked again. Whoever writes meanwhile is told why not.
      if (asked === this.#asked) this.#timer = setTimeout(() => void this.#ask(settings, asked), kAgainMs);
    }
  }

  /** Writes all that is staged. Throws ApiProblem; what was not written stays staged. */
  async apply(pin: string): Promise<void> {
    const changes = { ...this.staged };
    try {
      const answer = await send<SettingsApplied>('POST', ofPack(this.pack, 'settings/apply'), { pin, changes });
      const { changes: made, ...settings } = answer;
      house.settings[this.pack] = settings;
      const same = made.filter((one) => settings.settings[one.setting as Name]?.value === one.after);
      this.written = { changes: made, confirmed: new Set(same.map((one) => one.setting)) };
      this.clear();
    } catch (cause) {
      if (cause instanceof ApiProblem) await this.#failed(cause, changes);
      throw cause;
    }
  }

  async #failed(problem: ApiProblem, changes: Staged): Promise<void> {
    const settings = house.settings[this.pack];
    if (!settings) return;
    this.refusal = problemOfRefusal(settings, changes, { ...problem.more, sentence: problem.message });
    if (problem.code === 'wrong_pin') return;
    const written = Array.isArray(problem.more.written) ? problem.more.written : [];
    const left = Object.entries(this.staged).filter(([name]) => !written.includes(name));
    await house.refreshSettings(this.pack);
    this.staged = withoutSame(house.settings[this.pack] ?? settings, Object.fromEntries(left) as Staged);
  }
}

const all = new Map<string, Staging>();

export function stagingOf(pack: string): Staging {
  let found = all.get(pack);
  if (!found) {
    found = new Staging(pack);
    all.set(pack, found);
  }
  return found;
}
