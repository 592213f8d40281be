// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { WhatIfTally } from '../../api/schema';
import { rowsOf } from './what_if';

const quiet = { times: 0, hours: 0 };
const tally = (change: Partial<WhatIfTally>): WhatIfTally => ({
  charge_relay: { openings: 0, hours_open: 0, causes: [] },
  load_relay: { openings: 0, hours_open: 0, causes: [] },
  warnings: { E: quiet, Vh: quiet, Vl: quiet, Th: quiet, Tl: quiet },
  soc_min_percent: 40.9, soc_max_percent: 99.99, bypass_cell_hours: 0, ...change,
});

test('without a difference none is marked, and quiet warnings are not listed (PLUS-4)', () => {
  const rows = rowsOf({ as_set: tally({}), as_tried: tally({}) });
  expect(rows.map((row) => row.differs)).toEqual([false, false, false]);
  expect(rows.map((row) => row.asSet)).toEqual(['never', 'never', '40 … 99\u00a0%']);
});

test('a warning that only the change brings is listed, with how often and how long', () => {
  const as_tried = tally({
    charge_relay: { openings: 2, hours_open: 1.5, causes: [] },
    warnings: { E: quiet, Vh: { times: 3, hours: 0.5 }, Vl: quiet, Th: quiet, Tl: quiet },
    bypass_cell_hours: 26,
  });
  const rows = rowsOf({ as_set: tally({}), as_tried });
  expect(rows.filter((row) => row.differs).map((row) => [row.asSet, row.asTried.replaceAll('\u00a0', ' ')])).toEqual([
    ['never', '2×, 1 h 30 min'],
    ['never', '3×, 30 min'],
    ['0\u00a0s', '1 d 2 h'],
  ]);
});
