import { createServer } from 'node:net';

/** Below the range from which systems take ports of outgoing connections: a port stays ours while its role restarts. */
const FIRST = 20_000;
const COUNT = 12_000;

/** Ports on which nothing listens on this machine. */
export async function findFreePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  const start = Math.floor(Math.random() * COUNT);
  for (let step = 0; ports.length < count && step < COUNT; step++) {
    const port = FIRST + ((start + step) % COUNT);
    if (await isFree(port)) ports.push(port);
  }
  if (ports.length < count) throw new Error(`There are no ${count} free ports from ${FIRST} to ${FIRST + COUNT}.`);
  return ports;
}

/** Rejects with what `listen` says; before anything is started that would have to be stopped again. */
export function assertFree(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve()));
  });
}

function isFree(port: number): Promise<boolean> {
  return assertFree(port, '127.0.0.1').then(
    () => true,
    () => false,
  );
}
