// SPDX-License-Identifier: Apache-2.0
// What vite.config.ts says of the simulator that script/wasm builds.
declare module 'virtual:simulator' {
  import type { ShippedScenario } from './engine/types';
  /** Address of cellwarden.wasm; null: this app was built without it. */
  export const wasm: string | null;
  export const scenarios: (() => Promise<{ default: Pick<ShippedScenario, 'id' | 'plan'>[] }>) | null;
}
