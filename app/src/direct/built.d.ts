// SPDX-License-Identifier: Apache-2.0
// What vite.config.ts says of the module that script/wasm builds.
declare module 'virtual:direct' {
  /** Address of direct.wasm; null: this app was built without it. */
  export const wasm: string | null;
}
