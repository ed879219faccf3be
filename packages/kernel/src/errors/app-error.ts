/** Kinds map to HTTP and RPC codes in one place each (`problem.ts`, `rpc-errors.ts`). */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'precondition_failed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'unprocessable'
  | 'too_many_requests'
  | 'headers_too_large'
  | 'unavailable'
  | 'storage_full'
  | 'internal';

export interface ErrorDefinition {
  kind: ErrorKind;
  /** What happened and what to do, for a person. */
  message: string;
}

export interface FieldError {
  path: string;
  message: string;
}

/** The one error that is shown to callers. `cause` is for the log and never sent. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly fields: FieldError[] | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: string,
    definition: ErrorDefinition,
    options: {
      cause?: unknown;
      fields?: FieldError[];
      retryAfterMs?: number;
      /** In place of the table's sentence, where the reason has one of its own. */
      message?: string | undefined;
    } = {},
  ) {
    super(options.message ?? definition.message, { cause: options.cause });
    this.code = code;
    this.kind = definition.kind;
    this.fields = options.fields;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Of all tables that this process has loaded; the API reference tells from it what an operation may answer. */
const kinds = new Map<string, ErrorKind>();

/** Undefined for a code of a service that this process does not know. */
export function kindOf(code: string): ErrorKind | undefined {
  return kinds.get(code);
}

type ErrorOptions = ConstructorParameters<typeof AppError>[2];

/**
 * A service's closed table of error codes: `const videosErrors = defineErrors('videos', { not_found: {…} })`, then
 * `throw videosErrors.not_found()`. Codes are `service.reason`.
 */
export function defineErrors<Table extends Record<string, ErrorDefinition>>(
  service: string,
  table: Table,
): { readonly [Reason in keyof Table]: (options?: ErrorOptions) => AppError } & { readonly $table: Table } {
  const makers: Record<string, unknown> = { $table: table };
  for (const [reason, definition] of Object.entries(table)) {
    kinds.set(`${service}.${reason}`, definition.kind);
    makers[reason] = (options?: ErrorOptions) => new AppError(`${service}.${reason}`, definition, options);
  }
  return makers as never;
}

export const kernelErrors = defineErrors('kernel', {
  validation_failed: { kind: 'unprocessable', message: 'Some fields are missing or wrong.' },
  malformed_request: { kind: 'invalid', message: 'The request could not be read.' },
  unauthenticated: { kind: 'unauthenticated', message: 'Log in first.' },
  token_expired: { kind: 'unauthenticated', message: 'The access token has expired. Get a new one.' },
  forbidden: { kind: 'forbidden', message: 'You may not do this.' },
  scope_missing: { kind: 'forbidden', message: 'This token was not given the right to do this.' },
  event_not_parked: { kind: 'not_found', message: 'This event is not parked any more.' },
  route_not_found: { kind: 'not_found', message: 'There is nothing at this address.' },
  body_too_large: { kind: 'too_large', message: 'The request is too large.' },
  unsupported_media_type: { kind: 'unsupported_media_type', message: 'This kind of content is not accepted here.' },
  cursor_invalid: { kind: 'invalid', message: 'The cursor is not valid for this list. Start from its first page.' },
  idempotency_key_reused: {
    kind: 'unprocessable',
    message: 'This Idempotency-Key was used with another request. Use a new one.',
  },
  idempotency_in_progress: { kind: 'conflict', message: 'The first request with this key is still under way.' },
  too_many_requests: { kind: 'too_many_requests', message: 'Too many requests. Wait a little.' },
  headers_too_large: { kind: 'headers_too_large', message: 'The address and the headers are too long.' },
  unavailable: { kind: 'unavailable', message: 'A part of Kinora cannot be reached just now. Try again in a moment.' },
  storage_full: { kind: 'storage_full', message: 'The storage is full.' },
  internal: { kind: 'internal', message: 'Something went wrong on our side. It has been logged.' },
});
