/** A refusal the server explained (RFC 9457 problem+json), or an answer that was no success. */
export interface FieldError {
  path: string;
  message: string;
}

export interface ApiErrorOptions {
  status: number;
  code: string;
  detail: string;
  errors?: FieldError[];
  retryAfterMs?: number | null;
  requestId?: string | null;
}

export class ApiError extends Error {
  readonly status: number;
  /** `service.reason`, from the services' closed lists; `http.<status>` where the answer named none. */
  readonly code: string;
  readonly detail: string;
  readonly errors: FieldError[];
  /** How long the server asks us to wait, or null. */
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;

  constructor(options: ApiErrorOptions) {
    super(options.detail);
    this.name = 'ApiError';
    this.status = options.status;
    this.code = options.code;
    this.detail = options.detail;
    this.errors = options.errors ?? [];
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.requestId = options.requestId ?? null;
  }

  /** The message for one field of a validation error, by its path (`title`, `tags.3`). */
  fieldError(path: string): string | null {
    return this.errors.find((error) => error.path === path || error.path === `/${path}`)?.message ?? null;
  }
}

/** The request got no answer: no network, server away, or connection cut. Safe to try again. */
export class ConnectionError extends Error {
  constructor(cause: unknown) {
    super('The server could not be reached.', { cause });
    this.name = 'ConnectionError';
  }
}

export async function apiErrorFrom(response: Response): Promise<ApiError> {
  const body = await readProblem(response);
  return new ApiError({
    status: response.status,
    code: text(body.code) ?? `http.${response.status}`,
    detail: text(body.detail) ?? text(body.title) ?? `The server answered ${response.status}.`,
    errors: fieldErrors(body.errors),
    retryAfterMs: retryAfterMs(response.headers.get('retry-after'), Date.now()),
    requestId: text(body.requestId) ?? response.headers.get('x-request-id'),
  });
}

/** RFC 9110 §10.2.3: seconds, or a date. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

async function readProblem(response: Response): Promise<Record<string, unknown>> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return {};
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    // A body cut short says no more than the status does.
    return {};
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const { path, message } = item as { path?: unknown; message?: unknown };
    return typeof message === 'string' ? [{ path: typeof path === 'string' ? path : '', message }] : [];
  });
}
