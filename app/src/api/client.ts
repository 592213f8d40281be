// SPDX-License-Identifier: Apache-2.0
// One way to ask the gateway. What goes wrong is an ApiProblem with the gateway's own code and sentence
// (docs/api.md), or with code "unreachable" when nothing answered.

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    /** Everything else the gateway said about it: `setting`, `other`, `written`, … */
    readonly more: Record<string, unknown> = {},
    /** Seconds until it makes sense to ask again (Retry-After); null: not told. */
    readonly retryAfterS: number | null = null,
  ) {
    super(sentence);
  }
}

async function problemOf(answer: Response): Promise<ApiProblem> {
  const retry = Number(answer.headers.get('Retry-After'));
  const retryAfter = Number.isFinite(retry) && retry > 0 ? retry : null;
  try {
    const { error } = (await answer.json()) as { error: Record<string, unknown> };
    const { code, sentence, ...more } = error;
    return new ApiProblem(answer.status, String(code), String(sentence), more, retryAfter);
  } catch {
    return new ApiProblem(answer.status, 'http', `${answer.status} ${answer.statusText}`, {}, retryAfter);
  }
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiProblem(0, 'unreachable', 'The gateway does not answer.');
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** Answers in the gateway's place, with its shapes, below the path of one of its own packs. Throws ApiProblem. */
export type StandIn = (path: string, body: Record<string, unknown>) => Promise<unknown>;
const kPacks = ofPack('');
const standIns = new Map<string, StandIn>();
/** mark: with which the ids of its packs begin, one character: "~" are simulated, "!" connected by this browser itself. */
export const answerFor = (mark: string, answers: StandIn) => void standIns.set(mark, answers);
export const isSimulatedHere = (id: string): boolean => id.startsWith('~');
const kMarkEnd = kPacks.length + 1;
const standsIn = (path: string) => (path.startsWith(kPacks) ? standIns.get(path[kMarkEnd - 1] ?? '') : undefined);

/** GET path as JSON. Throws ApiProblem. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const instead = standsIn(path);
  if (instead) return (await instead(path.slice(kMarkEnd), {})) as T;
  const answer = await ask(path, signal ? { signal } : {});
  return (await answer.json()) as T;
}

/** Sends body as JSON; the answer is JSON, or null for 204. Throws ApiProblem. */
export async function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<T> {
  const instead = standsIn(path);
  if (instead) return (await instead(path.slice(kMarkEnd), { ...body })) as T;
  const answer = await ask(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
  return (answer.status === 204 ? null : await answer.json()) as T;
}

/** Below /api/v1/packs/{id}. */
export function ofPack(id: string, rest = ''): string {
  return `/api/v1/packs/${encodeURIComponent(id)}${rest ? '/' + rest : ''}`;
}
