import { createServer } from 'node:net';
import type { Finding } from './finding.ts';

export async function checkPort({ host, port }: { host: string; port: number }): Promise<Finding> {
  const about = 'port';
  const code = await tryToListen(host, port);
  if (code === undefined) return { state: 'good', about, found: `Port ${port} of ${host} is free.` };
  if (code === 'EADDRINUSE') {
    const local = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
    if (await isKinora(`http://${local.includes(':') ? `[${local}]` : local}:${port}`)) {
      return { state: 'good', about, found: `Kinora runs on port ${port} of ${host}.` };
    }
    return {
      state: 'bad',
      about,
      found: `Port ${port} of ${host} is taken by another program.`,
      remedy: `Choose another with PORT, for example: PORT=${port + 1} npm start`,
    };
  }
  return {
    state: 'bad',
    about,
    found: `Nobody can listen on port ${port} of ${host} here (${code}).`,
    remedy: code === 'EACCES' ? 'Choose a port above 1023 with PORT.' : 'Set HOST to an address of this machine.',
  };
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

async function isKinora(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/v1/setup`, { signal: AbortSignal.timeout(3000) });
    const body = (await response.json()) as { needed?: unknown };
    return typeof body.needed === 'boolean';
  } catch {
    // Whatever it is, it is something else.
    return false;
  }
}
