// SPDX-License-Identifier: Apache-2.0

export const en = {
  // shell: navigation and what stands on every screen
  'nav.now': 'Now',
  'nav.cells': 'Cells',
  'nav.history': 'History',
  'nav.events': 'Events',
  'nav.settings': 'Settings',
  'nav.devices': 'Devices',
  'nav.simulator': 'Simulator',
  'nav.more': 'More',
  'shell.skip': 'Skip to content',
  'shell.main': 'Main',
  'shell.pack': 'Battery',
  'shell.simulated': 'simulated',
  'shell.connecting': 'Connecting to the gateway …',
  'shell.lineDown': 'The gateway is not heard. What stands here is old; trying again.',
  'shell.noPacks': 'No battery is configured.',
  'shell.loading': 'Loading …',
  'age.now': 'now',
  'age.seconds': '{n} s ago',
  'age.minutes': '{n} min ago',
  'age.hours': '{n} h ago',
  'age.days': '{n} d ago',
  'age.never': 'never',

  // story: what the BMS does and why (PLUS-1, RELAY-3)

  // now

  // cells

  // history

  // events

  // settings

  // devices

  // simulator

  // more: this browser, sign-in, about
};
