// SPDX-License-Identifier: Apache-2.0

/** Eight cells; at 12:00:30 the wire behind cell 6 breaks. Somebody mends it at `end`, or nobody does. */
export const brokenWire = (end = ''): string => `
hours = 6
begin = "12:00"
[pack]
cells = 8
soc_percent = 50
[pack.sensor_out]
[pack.switches]
cycle = "fast"
[[fault]]
kind = "chain_wire_broken"
cell = 6
start = "12:00:30"
${end && `end = "${end}"`}
`;
