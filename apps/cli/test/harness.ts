import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { captureTerminal } from '@kinora/testing';
import { runCli } from '../src/run-cli.ts';

export async function temporaryDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-cli-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** What the command printed and how it ended. */
export function run(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const { signal } = new AbortController();
  return captureTerminal((terminal) => runCli({ args, environment, terminal, signal }));
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A server of the test's own, on this machine only. */
export async function serve(t: TestContext, handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    void Promise.resolve(handler(request, response)).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, {
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export function tokens(suffix: string, livesMs = 300_000) {
  return {
    accessToken: `access-${suffix}`,
    refreshToken: `refresh-${suffix}`,
    expiresAt: new Date(Date.now() + livesMs).toISOString(),
    account: { id: 'a', email: 'a@example.org', displayName: 'A', role: 'creator', createdAt: '2026-01-01T00:00:00Z' },
  };
}
