// SPDX-License-Identifier: Apache-2.0
// The page's side of worker.ts: promises for what is asked, callbacks for what is shown.
import type { Ask, Reply } from './messages';
import type { Answer, DesignResult, Events, Refusal, Snapshot } from './types';

export interface Listener {
  snapshot?(snapshot: Snapshot, state: { speed: number; behind: boolean }): void;
  events?(events: Events): void;
  designProgress?(day: number, days: number, result: DesignResult): void;
  broken?(error: Refusal): void;
}

export class Simulation {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (answer: Answer<object>) => void>();
  #last = 0;

  /** worker: `new Worker(new URL("./worker.ts", import.meta.url), { type: "module" })`. */
  constructor(worker: Worker, listener: Listener) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      switch (data.kind) {
        case 'reply':
          this.#waiting.get(data.id)?.(data.answer);
          this.#waiting.delete(data.id);
          break;
        case 'snapshot':
          listener.snapshot?.(data.snapshot, { speed: data.speed, behind: data.behind });
          break;
        case 'events':
          listener.events?.(data.events);
          break;
        case 'designProgress':
          listener.designProgress?.(data.day, data.days, data.result);
          break;
        case 'broken':
          listener.broken?.(data.error);
          for (const answer of this.#waiting.values()) answer({ error: data.error });
          this.#waiting.clear();
          break;
      }
    };
  }

  ask<T extends object = { done: true }>(what: Ask): Promise<Answer<T>> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (answer: Answer<object>) => void);
      this.#worker.postMessage({ ...what, id });
    });
  }

  close(): void {
    this.#worker.terminate();
  }
}
