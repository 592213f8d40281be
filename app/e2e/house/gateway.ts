// SPDX-License-Identifier: Apache-2.0
// The real gateway, with a data folder and a port of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const kRoot = fileURLToPath(new URL('../../../', import.meta.url));
export const kProgram = process.env.CELLWARDEN ?? join(kRoot, 'build/release/bin/cellwarden');

export interface Link {
  kind: 'simulated' | 'serial' | 'lines';
  /** Port, address, name of a scenario; or a scenario itself, as TOML. */
  at: string;
  speed?: number;
  pin?: string;
}

export interface PackConfig {
  id: string;
  name?: string;
  links: Link[];
}

export class Gateway {
  #process: ChildProcess | undefined;
  address = '';

  private constructor(
    readonly folder: string,
    readonly ownApp: boolean,
    readonly environment: Record<string, string>,
  ) {}

  /** Runs until stop(). `top`: what stands above the packs in its configuration. */
  static async start(packs: PackConfig[], top = '', environment: Record<string, string> = {}): Promise<Gateway> {
    const folder = mkdtempSync(join(tmpdir(), 'cellwarden-browser-test-'));
    const gateway = new Gateway(folder, /^app = /m.test(top), environment);
    writeFileSync(join(gateway.folder, 'gateway.toml'), `${top}\n${packs.map((pack) => gateway.#tomlOf(pack)).join('\n')}`);
    try {
      await gateway.begin();
    } catch (problem) {
      await gateway.stop();
      throw problem;
    }
    return gateway;
  }

  /** At a free port, or at the one that it had before. */
  async begin(): Promise<void> {
    const port = this.address ? new URL(this.address).port : '0';
    const options = ['run', '--config', join(this.folder, 'gateway.toml'), '--data', this.folder, '--listen', `127.0.0.1:${port}`];
    // For work on the app: a folder in place of what is built in.
    if (process.env.CELLWARDEN_APP && !this.ownApp) options.push('--app', process.env.CELLWARDEN_APP);
    const env = { ...process.env, ...this.environment };
    const process_ = spawn(kProgram, options, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let complaint = '';
    process_.stderr.on('data', (text) => (complaint += text));
    for await (const line of createInterface(process_.stdout)) {
      const address = /open (http:\/\/\S+\/)/.exec(line)?.[1];
      if (!address) continue;
      this.#process = process_;
      this.address = address;
      process_.stdout.resume();
      return;
    }
    throw new Error(`the gateway did not start: ${complaint}`);
  }

  /** SIGTERM ends it well, SIGKILL is a power cut. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const process_ = this.#process;
    this.#process = undefined;
    if (!process_ || process_.exitCode !== null) return;
    const gone = once(process_, 'exit');
    process_.kill(signal);
    await gone;
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What the API says. */
  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.address + path.replace(/^\//, ''));
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const answer = await fetch(this.address + path.replace(/^\//, ''), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'none' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  #tomlOf(pack: PackConfig): string {
    const links = pack.links.map((link, index) => {
      let at = link.at;
      if (link.kind === 'simulated' && at.includes('\n')) {
        at = join(this.folder, `${pack.id}-${index}.toml`);
        writeFileSync(at, link.at);
      }
      const speed = link.speed ? `speed = ${link.speed}\n` : '';
      const pin = link.pin ? `pin = "${link.pin}"\n` : '';
      return `[[pack.link]]\nkind = "${link.kind}"\nat = "${at}"\n${speed}${pin}`;
    });
    return `[[pack]]\nid = "${pack.id}"\nname = "${pack.name ?? pack.id}"\n${links.join('')}`;
  }
}
