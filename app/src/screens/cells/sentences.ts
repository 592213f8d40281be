// SPDX-License-Identifier: Apache-2.0
// What is said of the cells, in the person's language.
import { cellVoltage, celsius, joined } from '../../format/format';
import type { Key } from '../../words/words.svelte';
import { say } from '../../words/words.svelte';
import type { CellView, Extremes } from './states';

export function headline(cells: CellView[], extremes: Extremes): string {
  if (cells.length === 0) return say('cells.none');
  if (extremes.apartMv === null) return say('cells.unread', { n: cells.length });
  return say('cells.headline', { n: cells.length, mv: extremes.apartMv });
}

export function stateWord(cell: CellView): string {
  if (cell.state === 'outside' && cell.why) return say(`cells.why.${cell.why}` as Key);
  if (cell.state === 'invalid') return `${say(`cells.bad.${cell.why}` as Key)}: ${say(`cells.fault.${cell.fault}` as Key)}`;
  return say(`cells.state.${cell.state}` as Key);
}

/** A cell in one line, for who listens. */
export function spoken(cell: CellView): string {
  const temperature = cell.bypass ? say('cells.boardAt', { c: joined(celsius(cell.c)) }) : joined(celsius(cell.c));
  return `${say('cells.cell', { n: cell.number })}: ${joined(cellVoltage(cell.mv))}, ${temperature}, ${stateWord(cell)}`;
}

export const kMarks: Record<CellView['state'], string> = {
  safe: '',
  balancing: '▲',
  outside: '✕',
  invalid: '!',
  unknown: '?',
};

/** "38 min", "2 h 5 min". */
export function lasting(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return say('cells.minutes', { n: minutes });
  return say('cells.hours', { h: Math.floor(minutes / 60), n: minutes % 60 });
}

/** Where the chain is broken: before the first cell that nothing comes from (CHAIN-6). */
export function breakSentence(cell: number): string {
  if (cell <= 1) return say('cells.breakFirst', { b: cell });
  return say('cells.breakAt', { a: cell - 1, b: cell });
}
