import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Server } from './run-server.ts';

/** What a person sees once everything runs: address, data directory and, until there is an administrator, the link. */
export async function printBanner(
  server: Server,
  options: { publicUrl: string | undefined; startedAt: number },
): Promise<void> {
  const address = options.publicUrl?.replace(/\/$/, '') ?? server.app.url.replace('127.0.0.1', 'localhost');
  const token = await readFile(join(server.dataDir, 'setup-token'), 'utf8').catch(() => undefined);
  const lines = [
    '',
    `  Kinora is ready (${((performance.now() - options.startedAt) / 1000).toFixed(1)} s)`,
    '',
    `  Open      ${address}`,
    `  Data      ${server.dataDir}`,
    ...(token
      ? [
          `  Set up    ${address}/setup?token=${token.trim()}`,
          '            This link makes the first account administrator. It works once.',
        ]
      : []),
    ...(options.publicUrl?.startsWith('https:')
      ? []
      : ['  Note      Over plain HTTP, passkeys and push messages work on this machine only.']),
    '',
    '  Ctrl+C stops it.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
