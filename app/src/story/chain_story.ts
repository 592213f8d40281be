// SPDX-License-Identifier: Apache-2.0
// What is wrong while warning E holds, and what to do about it (WARN-1, CHAIN-5 to CHAIN-7, CELL-7).
import type { Pack } from '../api/schema';
import { say } from '../words/words.svelte';

export interface Told {
  headline: string;
  why: string[];
}

/** Both relays are open whenever E holds (CH-5, LD-4), so that is said once, at the end. */
export function chainStory(pack: Pack): Told {
  const told = cause(pack);
  return { ...told, why: [...told.why, say('story.isOpen.both')] };
}

function cause(pack: Pack): Told {
  const { chain, setup } = pack;
  const count = setup?.cells ?? Object.keys(pack.cells).length;
  const breakAt = chain?.break_at_cell ?? null;
  if (breakAt !== null) {
    const check =
      breakAt >= count
        ? say('story.checkBoard', { a: breakAt })
        : say('story.breakCheck', { a: breakAt, b: breakAt + 1 });
    return { headline: say('story.break', { a: breakAt }), why: [check] };
  }
  if (chain?.cell_count_differs || setup?.cells_to_confirm) return wrongCount(pack);
  if (chain?.invalid_cell) return invalidCell(pack, chain.invalid_cell);
  const missed = chain?.missed ?? 0;
  return {
    headline: say('story.notHeard'),
    why: [missed > 0 ? say('story.missed', { n: missed }) : say('story.waitTwo')],
  };
}

/** Also without E: on the first power-up another number than the factory setting waits to be confirmed (CHAIN-7). */
export function wrongCount({ setup }: Pack): Told {
  const n = setup?.cells_to_confirm ?? setup?.cells_found ?? '–';
  const headline = setup?.cells
    ? say('event.cell_count_differs', { n, limit: setup.cells })
    : say('story.counted', { n, limit: setup?.factory_cells ?? '–' });
  return { headline, why: [say('story.confirm', { n }), say('story.countAgain')] };
}

function invalidCell(pack: Pack, cell: number): Told {
  const reading = pack.cells[cell];
  const voltage = reading?.voltage_fault ?? 'none';
  const temperature = reading?.temperature_fault ?? 'none';
  let headline = say('story.invalid', { a: cell });
  if (voltage !== 'none') headline = say('event.voltage_invalid', { cell, fault: say(`fault.${voltage}`) });
  else if (temperature !== 'none')
    headline = say('event.temperature_invalid', { cell, fault: say(`fault.${temperature}`) });
  return { headline, why: [say('story.checkBoard', { a: cell })] };
}
