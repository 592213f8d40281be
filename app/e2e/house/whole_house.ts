// SPDX-License-Identifier: Apache-2.0
// One gateway for a whole file of tests that only look: a healthy pack, and one with a cell above V-max.
import { manualsPack } from './frame';
import { Gateway } from './gateway';
import { SerialPack } from './serial_pack';
import { test } from './test';

const kHealthy = `
name = "A cabin at noon"
days = 1
begin = "11:30"
[pack]
cells = 16
capacity_ah = 100
soc_percent = 60
[pack.spread]
capacity_percent = 1
soc_percent = 1
voltage_error_mv = 2
`;

/** Cell 7 is 50 mV above V-max, so the pack allows no charging. */
export const kIll = manualsPack({
  cells: manualsPack().cells.map((cell, index) => (index === 6 ? { mv: 3650, c: 24.6 } : cell)),
  warnings: ['Vh'],
  chargingAllowed: false,
  inMa: 0,
});

/** Call it once at the top of a file; the house stands before its tests begin. */
export function wholeHouse(): { gateway: () => Gateway } {
  let gateway: Gateway | undefined;
  let ill: SerialPack | undefined;
  test.beforeAll(async () => {
    ill = await SerialPack.plugIn(kIll);
    gateway = await Gateway.start([
      { id: 'cabin', name: 'The cabin', links: [{ kind: 'simulated', at: kHealthy }] },
      { id: 'boat', name: 'The boat', links: [{ kind: 'serial', at: ill.port }] },
    ]);
  });
  test.afterAll(async () => {
    await gateway?.stop();
    ill?.pullOut();
  });
  return {
    gateway: () => {
      if (!gateway) throw new Error('the house does not stand yet');
      return gateway;
    },
  };
}
