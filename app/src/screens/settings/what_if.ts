// SPDX-License-Identifier: Apache-2.0
// What the last days would have been with the staged settings (PLUS-4), as rows to compare.
import type { Warning, WhatIf, WhatIfTally } from '../../api/schema';
import { number } from '../../format/format';
import { lasting } from '../../story/amounts';
import { say } from '../../words/words.svelte';

export interface Row {
  name: string;
  asSet: string;
  asTried: string;
  differs: boolean;
}

export const kHourMs = 3_600_000;
const kWarnings: readonly Warning[] = ['E', 'Vh', 'Vl', 'Th', 'Tl'];

const often = (times: number, hours: number): string => {
  if (times === 0 && hours === 0) return say('set.whatIf.never');
  // It began open and stayed so.
  if (times === 0) return lasting(hours * kHourMs);
  return say('set.whatIf.times', { n: times, time: lasting(hours * kHourMs) });
};
const charge = ({ soc_min_percent: low, soc_max_percent: high }: WhatIfTally): string =>
  `${number(low)} … ${number(high)}\u00a0%`;

/** Relays and charge always; warnings and balancing only where there were any. */
export function rowsOf({ as_set, as_tried }: Pick<WhatIf, 'as_set' | 'as_tried'>): Row[] {
  const row = (name: string, text: (tally: WhatIfTally) => string): Row => {
    const asSet = text(as_set);
    const asTried = text(as_tried);
    return { name, asSet, asTried, differs: asSet !== asTried };
  };
  const warned = kWarnings.filter((one) => as_set.warnings[one].times > 0 || as_tried.warnings[one].times > 0);
  const balanced = as_set.bypass_cell_hours > 0 || as_tried.bypass_cell_hours > 0;
  return [
    row(say('set.whatIf.charge'), ({ charge_relay: { openings, hours_open } }) => often(openings, hours_open)),
    row(say('set.whatIf.load'), ({ load_relay: { openings, hours_open } }) => often(openings, hours_open)),
    ...warned.map((one) => row(say(`now.lamp.${one}`), ({ warnings }) => often(warnings[one].times, warnings[one].hours))),
    row(say('set.whatIf.soc'), charge),
    ...(balanced ? [row(say('set.whatIf.bypass'), (tally) => lasting(tally.bypass_cell_hours * kHourMs))] : []),
  ];
}
