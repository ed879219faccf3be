import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a person sees once everything runs: address, data directory and, until there is an administrator, the link. */
export async function printBanner(options: {
  /** Where it listens. */
  url: string;
  dataDir: string;
  publicUrl: string | undefined;
  /** On the clock of `performance.now()`. */
  startedAt: number;
  /** In the split shape. */
  processes?: ReadonlyMap<string, { pid: number | undefined }>;
}): Promise<void> {
  const { dataDir, processes } = options;
  const address = options.publicUrl?.replace(/\/$/, '') ?? options.url.replace('127.0.0.1', 'localhost');
  const token = await readFile(join(dataDir, 'setup-token'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const lines = [
    '',
    `  Kinora is ready (${((performance.now() - options.startedAt) / 1000).toFixed(1)} s)`,
    '',
    `  Open      ${address}`,
    `  Data      ${dataDir}`,
    ...(processes ? [`  Roles     ${[...processes].map(([name, { pid }]) => `${name} ${pid}`).join(', ')}`] : []),
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
