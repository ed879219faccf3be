import type { ClientConfig } from 'pg';
import pg from 'pg';

const { types } = pg;
const INT8 = 20;
const DATE = 1082;

/** int8 as a number while that is exact (a bigint beyond), dates as text: a calendar day has no time zone. */
export const typeParsers: NonNullable<ClientConfig['types']> = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return types.getTypeParser(oid, 'binary');
    if (oid === INT8) return parseInt8;
    if (oid === DATE) return String;
    return types.getTypeParser(oid, 'text');
  }) as NonNullable<ClientConfig['types']>['getTypeParser'],
};

export function parseInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** The same address with another user; `postgres://user@/db?host=/directory` has no host that URL would accept. */
export function withCredentials(url: string, credentials: { user: string; password: string }): string {
  const parsed = parseUrl(url);
  parsed.username = encodeURIComponent(credentials.user);
  parsed.password = encodeURIComponent(credentials.password);
  return parsed.toString();
}

export function databaseName(url: string): string {
  return decodeURIComponent(parseUrl(url).pathname.slice(1)) || 'postgres';
}

function parseUrl(url: string): URL {
  try {
    return new URL(url.replace(/^(postgres(?:ql)?:\/\/[^/?#]*@)(?=[/?]|$)/, '$1localhost'));
  } catch (cause) {
    throw new Error('The address of the database is not of the form postgres://user:password@host:port/database.', {
      cause,
    });
  }
}

/** For a direct connection of our own, outside the pools. */
export function directClientConfig(url: string, applicationName: string): ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    types: typeParsers,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  };
}
