import { BlobStoreFull, DatabaseUnavailable, EventBusUnavailable } from '@kinora/ports';
import { AppError, type ErrorKind, kernelErrors } from './app-error.ts';

export const HTTP_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  too_many_requests: 429,
  headers_too_large: 431,
  unavailable: 503,
  storage_full: 507,
  internal: 500,
} as const satisfies Record<ErrorKind, number>;

export const TITLES = {
  invalid: 'Bad request',
  unauthenticated: 'Not logged in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  gone: 'Gone',
  precondition_failed: 'Changed meanwhile',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  unprocessable: 'Not acceptable',
  too_many_requests: 'Too many requests',
  headers_too_large: 'Too long',
  unavailable: 'Unavailable',
  storage_full: 'Storage full',
  internal: 'Internal error',
} as const satisfies Record<ErrorKind, string>;

/** RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: { path: string; message: string }[];
}

export const PROBLEM_SCHEMA_ID = 'Problem';

/** How `Problem` is described in the API reference. */
export const problemSchema = {
  $id: PROBLEM_SCHEMA_ID,
  type: 'object',
  description: 'What went wrong (RFC 9457). `code` is stable, `detail` is a sentence for a person.',
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { type: 'string', pattern: '^[a-z-]+\\.[a-z_]+$' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      description: 'The fields that are missing or wrong.',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' } },
        required: ['path', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
} as const;

export function toProblem(error: AppError, requestId: string): Problem {
  return {
    type: `https://kinora.invalid/errors/${error.code}`,
    title: TITLES[error.kind],
    status: HTTP_STATUS[error.kind],
    code: error.code,
    detail: error.message,
    requestId,
    ...(error.fields ? { errors: error.fields } : {}),
  };
}

/** Anything thrown becomes one of ours; what we do not know is internal and keeps its cause for the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof DatabaseUnavailable || error instanceof EventBusUnavailable) {
    return kernelErrors.unavailable({ cause: error, retryAfterMs: 1000 });
  }
  if (error instanceof BlobStoreFull) return kernelErrors.storage_full({ cause: error });
  return kernelErrors.internal({ cause: error });
}
