import { DatabaseUnavailable } from '@kinora/ports';

const NETWORK = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  // The socket of a server that is not there (yet).
  'ENOENT',
]);

/** SQLSTATEs that say something about the server and nothing about the statement. */
const STATES = new Set([
  ...['57P01', '57P02', '57P03', '57P05'], // shutting down, crashed, starting, idle session closed
  ...['53000', '53100', '53200', '53300'], // disk full, out of memory, too many connections
  '25006', // read-only: a primary that became a replica
  '58030', // I/O error
]);

const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query read timeout|timeout expired)/;

/** True when repeating the same statement later may succeed because the database was away. */
export function isUnavailability(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') return NETWORK.has(code) || STATES.has(code) || /^08/.test(code);
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isUnavailability);
  return MESSAGES.test(error.message);
}

/** What the port promises to throw for `error`. */
export function portError(error: unknown): unknown {
  return isUnavailability(error) ? new DatabaseUnavailable(error) : error;
}
