// SPDX-License-Identifier: Apache-2.0
// Where one is: "#/cells/house?cell=7" is the screen "cells" of the pack "house" with cell 7 chosen.

export const kScreens = ['now', 'cells', 'history', 'events', 'settings', 'devices', 'simulator', 'more'] as const;
export type Screen = (typeof kScreens)[number];

export interface Place {
  screen: Screen;
  /** Empty: the first pack. */
  pack: string;
  query: URLSearchParams;
}

export function parsePlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name = '', pack = ''] = path.split('/');
  const screen = kScreens.find((one) => one === name) ?? 'now';
  return { screen, pack: decodeURIComponent(pack), query: new URLSearchParams(query) };
}

export function addressOf(screen: Screen, pack = '', query?: Record<string, string>): string {
  const tail = query ? '?' + new URLSearchParams(query).toString() : '';
  return `#/${screen}${pack ? '/' + encodeURIComponent(pack) : ''}${tail}`;
}

class Route {
  place = $state<Place>(parsePlace(location.hash));

  constructor() {
    window.addEventListener('hashchange', () => (this.place = parsePlace(location.hash)));
  }
}

export const route = new Route();

export function go(screen: Screen, pack = '', query?: Record<string, string>): void {
  location.hash = addressOf(screen, pack, query);
}
