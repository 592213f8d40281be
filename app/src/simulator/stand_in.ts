// SPDX-License-Identifier: Apache-2.0
// The simulated packs on the gateway's road (docs/api.md), so that the screen Settings writes to one of them as to any other:
// over its OUT board's lines, with its PIN (SET-1, SET-2). Lock-outs are in simulated time; here they are told in the person's.
import { ApiProblem, answerFor } from '../api/client';
import type { Ask } from './engine/messages';
import type { CommandName, Refusal, SettingsTold } from './engine/types';
import { playground } from './playground.svelte';
import { settingsOf } from './shown';

type Body = Record<string, unknown>;

function problemOf({ code, sentence, retry_after_s: wait, ...more }: Refusal): ApiProblem {
  const seconds = wait !== undefined && playground.playing ? Math.ceil(wait / playground.speed) : null;
  return new ApiProblem(409, code === 'bad_value' ? 'setting_refused' : code, sentence, more, seconds);
}

async function asked<T extends object = { done: true }>(what: Ask): Promise<T> {
  const answer = await playground.quietly<T>(what);
  if (answer.error) throw problemOf(answer.error);
  return answer;
}

async function settings(pack: number) {
  const told = await asked<SettingsTold>({ do: 'settings', pack });
  return settingsOf(told, playground.seen?.packs[pack - 1]?.status, playground.playing ? playground.speed : 1);
}

const kCommands: Record<string, [name: CommandName, values: (body: Body) => unknown[]]> = {
  'pin': ['change_pin', ({ new_pin: pin }) => [pin]],
  'hold': ['hold', ({ charge_open: charge, load_open: load }) => [charge, load]],
  'clear-totals': ['clear_totals', () => []],
  'confirm-cells': ['confirm_cells', () => []],
  'offset': ['set_offset', ({ cell, mv, c }) => [cell, mv, c]],
};

async function write(what: string, pack: number, body: Body): Promise<unknown> {
  const pin = Number(body.pin);
  if (what === 'settings/apply') {
    return asked<{ changes: object[] }>({ do: 'write', changes: body.changes as Record<string, number>, pin, pack });
  }
  const command = kCommands[what];
  if (!command) throw new ApiProblem(404, 'not_possible', '');
  const [first = 0, second = 0, third = 0] = command[1](body).map(Number);
  await asked({ do: 'command', name: command[0], pin, first, second, third, pack });
  return null;
}

/** path: "3.1/settings/apply", the pack by `playground.id`. */
async function answer(path: string, body: Body): Promise<unknown> {
  const [id = '', ...rest] = path.split('/');
  const what = rest.join('/');
  const pack = Number(id.split('.')[1]);
  if (`~${id}` !== playground.id) throw new ApiProblem(404, 'no_connection', '');
  if (what === 'settings') return settings(pack);
  if (what === 'settings/check') {
    const checked = await playground.quietly({ do: 'check', changes: body.changes as Record<string, number>, pack });
    return { ok: !checked.error, changes: [], refusal: checked.error ?? null };
  }
  if (what === 'settings/export') {
    const values = Object.entries((await settings(pack)).settings).map(([name, { value }]) => [name, value]);
    return {
      format: 'cellwarden-settings', format_version: 1, pack: 'simulated', exported_at: new Date().toISOString(),
      settings: Object.fromEntries(values),
    };
  }
  const made = await write(what, pack, body);
  await playground.readSettings();
  return what === 'settings/apply' ? { ...(await settings(pack)), ...(made as object) } : made;
}

answerFor('~', answer);
