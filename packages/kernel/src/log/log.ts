import { pino } from 'pino';
import { standardOutput } from './standard-output.ts';

export type Log = pino.Logger;
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** JSON lines on standard output; secrets that slip into an object are cut out by name. */
export function createLog(options: { level: LogLevel; name?: string; destination?: pino.DestinationStream }): Log {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: options.name ? { name: options.name } : {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ['password', 'token', 'accessToken', 'refreshToken', 'authorization', 'cookie', '*.password', '*.token'],
      censor: '[redacted]',
    },
  };
  return pino(settings, options.destination ?? standardOutput());
}
