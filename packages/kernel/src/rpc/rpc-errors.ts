import { Code, ConnectError } from '@connectrpc/connect';
import { SlowCallInTransaction } from '@kinora/ports';
import { AppError, type ErrorKind, kernelErrors } from '../errors/app-error.ts';
import { toAppError } from '../errors/problem.ts';

const CODES = {
  invalid: Code.InvalidArgument,
  unauthenticated: Code.Unauthenticated,
  forbidden: Code.PermissionDenied,
  not_found: Code.NotFound,
  conflict: Code.AlreadyExists,
  gone: Code.FailedPrecondition,
  precondition_failed: Code.Aborted,
  too_large: Code.OutOfRange,
  unsupported_media_type: Code.InvalidArgument,
  unprocessable: Code.InvalidArgument,
  too_many_requests: Code.ResourceExhausted,
  headers_too_large: Code.OutOfRange,
  unavailable: Code.Unavailable,
  storage_full: Code.ResourceExhausted,
  internal: Code.Internal,
} as const satisfies Record<ErrorKind, Code>;

const CODE_HEADER = 'kinora-error-code';
const KIND_HEADER = 'kinora-error-kind';

/** What a handler threw, as it crosses the wire: the code and sentence, never the cause. */
export function toConnectError(error: unknown): ConnectError {
  if (error instanceof ConnectError) return error;
  const known = toAppError(error);
  return new ConnectError(known.message, CODES[known.kind], { [CODE_HEADER]: known.code, [KIND_HEADER]: known.kind });
}

/** What a client caught, as the callee threw it; anything about the connection itself is unavailability. */
export function fromConnectError(error: unknown): unknown {
  if (!(error instanceof ConnectError)) return error;
  // Thrown on our own side, before anything was sent.
  if (error.cause instanceof SlowCallInTransaction || error.cause instanceof AppError) return error.cause;
  const code = error.metadata.get(CODE_HEADER);
  const kind = error.metadata.get(KIND_HEADER);
  if (code && kind && kind in CODES) {
    return new AppError(code, { kind: kind as ErrorKind, message: error.rawMessage }, { cause: error });
  }
  const away = [Code.Unavailable, Code.DeadlineExceeded, Code.Aborted, Code.Unknown];
  if (away.includes(error.code)) return kernelErrors.unavailable({ cause: error, retryAfterMs: 1000 });
  if (error.code === Code.Canceled) return error;
  return kernelErrors.internal({ cause: error });
}
