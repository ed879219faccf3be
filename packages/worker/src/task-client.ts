import type { ProbeResult } from '@kinora/ffmpeg';
import type {
  ClaimedTask,
  ClaimRequest,
  CommitTrack,
  Completion,
  FailureReport,
  Heartbeat,
  HeartbeatAnswer,
  IngestPlan,
  Postponement,
} from './protocol.ts';

/** The server said that the task is no longer ours: nothing of it counts any more. */
export class TaskLost extends Error {
  override readonly name = 'TaskLost';
}

/** The server could not be reached or is not well: worth another try. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';
}

/** The server has no room for results: the task is to be given back, and goes on when there is. */
export class ServerFull extends Error {
  override readonly name = 'ServerFull';
}

/** The server does not take the token: it was revoked, or it is another server's. */
export class WorkerRefused extends Error {
  override readonly name = 'WorkerRefused';
}

export interface WorkerServer {
  /** Address of Kinora, or of the transcoding service. */
  url(): string;
  /** Proof of being a worker, for claims. */
  token(): Promise<string>;
}

const RETRIES = 6;
const REQUEST_MS = 60_000;

export async function claimTask(
  server: WorkerServer,
  request: ClaimRequest,
  signal: AbortSignal,
): Promise<ClaimedTask | undefined> {
  const response = await send(`${server.url()}/api/v1/worker/claims`, {
    method: 'POST',
    token: await server.token(),
    json: request,
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
  });
  return response.status === 204 ? undefined : ((await response.json()) as ClaimedTask);
}

/** Everything about one claimed task; each request carries the token that is bound to the attempt. */
export class TaskClient {
  readonly #base: string;
  readonly #token: string;
  readonly #signal: AbortSignal;

  constructor(options: { server: WorkerServer; task: ClaimedTask; signal: AbortSignal }) {
    this.#base = `${options.server.url()}/api/v1/worker/tasks/${options.task.taskId}`;
    this.#token = options.task.taskToken;
    this.#signal = options.signal;
  }

  /** Bytes of the source from `start` on, as they come. */
  async source(start: number, signal?: AbortSignal): Promise<Response> {
    return this.#send('/source', { headers: start > 0 ? { range: `bytes=${start}-` } : {} }, signal);
  }

  /** The index that was sent ahead of a source which has it at its end. */
  async index(): Promise<Uint8Array | undefined> {
    return this.#retry(async () => {
      const response = await this.#send('/index');
      return response.status === 204 ? undefined : new Uint8Array(await response.arrayBuffer());
    });
  }

  async input(name: string): Promise<Uint8Array> {
    return this.#retry(async () => new Uint8Array(await (await this.#send(`/inputs/${name}`)).arrayBuffer()));
  }

  /** A file of the film that is cut. */
  async base(name: string): Promise<Uint8Array> {
    return this.#retry(async () => new Uint8Array(await (await this.#send(`/base/${name}`)).arrayBuffer()));
  }

  async put(path: string, bytes: Uint8Array): Promise<void> {
    await this.#retry(() => this.#send(`/outputs/${path}`, { method: 'PUT', bytes }));
  }

  async plan(probe: ProbeResult): Promise<IngestPlan> {
    return this.#json('/plan', { probe });
  }

  async commit(commit: CommitTrack): Promise<void> {
    await this.#retry(() => this.#send('/segments', { method: 'POST', json: commit }));
  }

  /** The poster was put and can be shown. */
  async commitPoster(): Promise<void> {
    await this.#retry(() => this.#send('/poster', { method: 'POST', json: {} }));
  }

  async heartbeat(beat: Heartbeat): Promise<HeartbeatAnswer> {
    return (await (await this.#send('/heartbeat', { method: 'POST', json: beat })).json()) as HeartbeatAnswer;
  }

  async complete(completion: Completion): Promise<void> {
    await this.#retry(() => this.#send('/completion', { method: 'POST', json: completion }));
  }

  /** Gives the task back until more of its source has arrived, or there is room again. */
  async postpone(postponement: Postponement): Promise<void> {
    await this.#retry(() => this.#send('/postponement', { method: 'POST', json: postponement }));
  }

  async fail(report: FailureReport): Promise<void> {
    await this.#retry(() => this.#send('/failure', { method: 'POST', json: report }));
  }

  async #json<T>(path: string, body: unknown): Promise<T> {
    return this.#retry(async () => (await (await this.#send(path, { method: 'POST', json: body })).json()) as T);
  }

  #send(
    path: string,
    options: Omit<SendOptions, 'token' | 'signal'> = {},
    signal: AbortSignal | undefined = undefined,
  ): Promise<Response> {
    const either = signal ? AbortSignal.any([this.#signal, signal]) : this.#signal;
    return send(`${this.#base}${path}`, { ...options, token: this.#token, signal: either });
  }

  /** Every request may be repeated: puts write the same bytes, commits and completions are idempotent. */
  async #retry<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof ServerAway) || attempt >= RETRIES || this.#signal.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 200 * 2 ** attempt)));
      }
    }
  }
}

interface SendOptions {
  method?: string;
  token: string;
  signal: AbortSignal;
  json?: unknown;
  bytes?: Uint8Array;
  headers?: Record<string, string>;
}

async function send(url: string, options: SendOptions): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: options.method ?? 'GET',
      signal: options.signal,
      headers: {
        authorization: `Bearer ${options.token}`,
        ...(options.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
        ...options.headers,
      },
      ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
      ...(options.bytes === undefined ? {} : { body: options.bytes as Uint8Array<ArrayBuffer> }),
    });
  } catch (cause) {
    if (options.signal.aborted) throw cause;
    throw new ServerAway(`${new URL(url).host} could not be reached.`, { cause });
  }
  if (response.ok) return response;
  const text = (await response.text()).slice(0, 500);
  if (response.status === 409 || response.status === 410 || response.status === 404) throw new TaskLost(text);
  if (response.status === 507) throw new ServerFull(text);
  if (response.status >= 500 || response.status === 429) throw new ServerAway(`${response.status}: ${text}`);
  if (response.status === 401) throw new WorkerRefused(text);
  throw new Error(`The server refused a worker's request with ${response.status}: ${text}`);
}
