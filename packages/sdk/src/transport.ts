import { apiErrorFrom, ConnectionError } from './api-error.ts';

/** What fetch takes as a body, named without a DOM library. */
export type Body = NonNullable<RequestInit['body']>;

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** Where access tokens come from. */
export interface Auth {
  /** A token that is still good, or null for somebody who is not signed in. */
  accessToken(): Promise<string | null>;
  /** Called once when a token was refused (401); answers another one, or null when there is none. */
  renewed(refused: string): Promise<string | null>;
  /** Forgets what is known, so that the next call asks again (after log-in and log-out). */
  reset(): void;
}

export type AuthFactory = (transport: AnonymousTransport) => Auth;

export interface AnonymousTransport {
  /** Sends without a token; throws ConnectionError only. */
  send(path: string, init: RequestInit): Promise<Response>;
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'HEAD';
  query?: Record<string, string | number | undefined>;
  /** Sent as JSON. */
  json?: unknown;
  body?: Body;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** `none` sends no token, so that public lists need not wait for one. */
  auth?: 'session' | 'none';
  /** Lets the request outlive the page. */
  keepalive?: boolean;
  /** Statuses that are answers, not errors, besides 2xx. */
  accept?: number[];
}

export interface Transport {
  readonly baseUrl: string;
  readonly auth: Auth;
  /** Resolves with an accepted answer; throws ApiError, ConnectionError or the signal's reason. */
  request(path: string, options?: RequestOptions): Promise<Response>;
  json<T>(path: string, options?: RequestOptions): Promise<T>;
}

export interface TransportOptions {
  /** Origin with an optional prefix: `https://video.example`, or '' for the page's own origin. */
  baseUrl: string;
  fetch?: Fetch;
  auth?: AuthFactory;
  /** Of whoever asks, where it is not the browser's own: mail is written in it until an account has chosen one. */
  language?: () => string;
}

export function createTransport(options: TransportOptions): Transport {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const send = options.fetch ?? ((input: string, init?: RequestInit) => fetch(input, init));
  const anonymous: AnonymousTransport = {
    send: (path, init) => connect(() => send(absolute(baseUrl, path), init), init.signal ?? null),
  };
  const auth = options.auth?.(anonymous) ?? nobody;

  async function request(path: string, request: RequestOptions = {}): Promise<Response> {
    const target = path + queryString(request.query);
    const token = request.auth === 'none' ? null : await auth.accessToken();
    let response = await anonymous.send(target, initOf(request, token, options.language?.()));
    if (response.status === 401 && token !== null) {
      const another = await auth.renewed(token);
      if (another !== null) {
        await response.body?.cancel();
        response = await anonymous.send(target, initOf(request, another, options.language?.()));
      }
    }
    if (!response.ok && !request.accept?.includes(response.status)) throw await apiErrorFrom(response);
    return response;
  }

  return {
    baseUrl,
    auth,
    request,
    async json<T>(path: string, options?: RequestOptions): Promise<T> {
      const response = await request(path, options);
      return (await response.json()) as T;
    },
  };
}

const nobody: Auth = { accessToken: async () => null, renewed: async () => null, reset: () => {} };

/** API paths are under /api/v1; addresses that the server gave (uploads) are taken as they are. */
export function absolute(baseUrl: string, path: string): string {
  if (/^https?:\/\//.test(path)) return path;
  return path.startsWith('/api/') ? baseUrl + path : `${baseUrl}/api/v1${path}`;
}

async function connect(send: () => Promise<Response>, signal: AbortSignal | null): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new ConnectionError(error);
  }
}

function initOf(request: RequestOptions, token: string | null, language: string | undefined): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', ...request.headers };
  if (language !== undefined) headers['accept-language'] = language;
  if (token !== null) headers.authorization = `Bearer ${token}`;
  const init: RequestInit = { method: request.method ?? 'GET', headers, credentials: 'same-origin' };
  if (request.signal) init.signal = request.signal;
  if (request.keepalive) init.keepalive = true;
  if (request.json !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(request.json);
  } else if (request.body !== undefined) {
    init.body = request.body;
  }
  return init;
}

function queryString(query: RequestOptions['query']): string {
  if (!query) return '';
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) pairs.set(name, String(value));
  return pairs.size === 0 ? '' : `?${pairs}`;
}
