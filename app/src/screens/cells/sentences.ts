// SPDX-License-Identifier: Apache-2.0
// What is said of the cells, in the person's language.
import { cellVoltage, celsius, joined } from '../../format/format';
import type { Key } from '../../words/words.svelte';
import { say } from '../../words/words.svelte';
import type { CellView, Extremes } from './states';

export function headline(cells: CellView[], extremes: Extremes, heard: boolean): string {
  if (cells.length === 0) return say('cells.none');
  if (!heard) return say('cells.silent', { n: cells.length });
  if (extremes.apartMv === null) return say('cells.unread', { n: cells.length });
  return say('cells.headline', { n: cells.length, mv: extremes.apartMv });
}

export function stateWord(cell: CellView): string {
  if (cell.state === 'outside' && cell.why) return say(`cells.why.${cell.why}` as Key);
  if (cell.state === 'invalid') {
    return `${say(`cells.bad.${cell.why}` as Key)}: ${say(`cells.fault.${cell.fault}` as Key)}`;
  }
  return say(`cells.state.${cell.state}` as Key);
}

/** A cell in one line, for who listens. */
export function spoken(cell: CellView): string {
  const temperature = cell.bypass ? say('cells.boardAt', { c: joined(celsius(cell.c)) }) : joined(celsius(cell.c));
  const name = say('cells.cell', { n: cell.number });
  return `${name}: ${joined(cellVoltage(cell.mv))}, ${temperature}, ${stateWord(cell)}`;
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

/** No data comes from this cell (CHAIN-6, PLUS-2): the wire behind it, or its own board; behind the last is the OUT board. */
export function breakSentence(cell: number, cells: number): string {
  if (cell >= cells) return say('cells.breakLast', { a: cell });
  return say('cells.breakAt', { a: cell, b: cell + 1 });
}
