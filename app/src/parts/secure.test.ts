// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { missingOf } from './secure';

const good = { secure: true, wakeLock: true };

test.each([
  ['nothing is missing', missingOf('kept', 'on', good), []],
  ['nothing yet', missingOf('not yet', 'off', good), []],
  [
    'over http all is, for one reason',
    missingOf('insecure', 'insecure', { secure: false, wakeLock: false }),
    [{ why: 'insecure', lost: ['offline', 'install', 'awake'] }],
  ],
  [
    'a certificate that was waved through',
    missingOf('untrusted', 'on', good),
    [{ why: 'untrusted', lost: ['offline', 'install'] }],
  ],
  [
    'an old browser',
    missingOf('unsupported', 'unsupported', { secure: true, wakeLock: false }),
    [{ why: 'unsupported', lost: ['offline', 'install', 'awake'] }],
  ],
  [
    'a browser without wake lock',
    missingOf('kept', 'off', { secure: true, wakeLock: false }),
    [{ why: 'unsupported', lost: ['awake'] }],
  ],
  ['a low battery', missingOf('kept', 'refused', good), [{ why: 'refused', lost: ['awake'] }]],
])('%s', (_, found, missing) => expect(found).toEqual(missing));
