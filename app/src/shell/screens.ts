// SPDX-License-Identifier: Apache-2.0
// Screens other than the first are loaded when they are opened.
import type { Screen } from '../state/route.svelte';

export const kNeedsPack: ReadonlySet<Screen> = new Set(['now', 'cells', 'history', 'events', 'settings']);

export const kLazyScreens: Record<Exclude<Screen, 'now'>, () => Promise<{ default: unknown }>> = {
  cells: () => import('../screens/cells/Cells.svelte'),
  history: () => import('../screens/history/History.svelte'),
  events: () => import('../screens/events/Events.svelte'),
  settings: () => import('../screens/settings/Settings.svelte'),
  devices: () => import('../screens/devices/Devices.svelte'),
  simulator: () => import('../screens/simulator/Simulator.svelte'),
  more: () => import('../screens/more/More.svelte'),
};
