// SPDX-License-Identifier: Apache-2.0
// Settings as a file (SET-1), as the gateway exports them. What is in one is staged, so that one sees old → new before it is
// written with the PIN.
import type { Settings } from '../../api/schema';
import type { Name, Staged } from './rules';

const kVersion = 1;

export type FileRead =
  | { kind: 'not_settings' }
  | { kind: 'newer' }
  | {
      kind: 'read';
      /** The pack that it was exported from. */
      pack: string;
      staged: Staged;
      /** Settings of the file that are not written to this pack. */
      left: string[];
    };

export function readSettingsFile(text: string, settings: Settings): FileRead {
  let file: { format?: unknown; format_version?: unknown; pack?: unknown; settings?: unknown };
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    return { kind: 'not_settings' };
  }
  if (file?.format !== 'cellwarden-settings' || typeof file.format_version !== 'number') return { kind: 'not_settings' };
  if (file.format_version > kVersion) return { kind: 'newer' };
  if (typeof file.settings !== 'object' || file.settings === null) return { kind: 'not_settings' };
  const staged: Staged = {};
  const left: string[] = [];
  for (const [name, value] of Object.entries(file.settings)) {
    const known = settings.settings[name as Name];
    if (!known?.writable || typeof value !== 'number') left.push(name);
    else staged[name as Name] = value;
  }
  return { kind: 'read', pack: String(file.pack ?? ''), staged, left };
}

/** "cellwarden-settings-house-2026-11-26.json" */
export function fileName(pack: string, exportedAt: string): string {
  return `cellwarden-settings-${pack.replace(/[^\w-]/g, '_')}-${exportedAt.slice(0, 10)}.json`;
}
