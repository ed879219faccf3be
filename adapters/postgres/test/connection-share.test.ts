import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { SharedConnections } from '../src/connection-share.ts';

/** Much longer than whoever would be the second waits for the first. */
const OPENING_MS = 60;

// Lets everybody in, and takes its time; nobody asks it anything (PostgreSQL's protocol 3.0, "Start-up").
const sockets = new Set<{ destroy(): void }>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on('error', () => {});
  socket.once('data', () => {
    const letIn = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
    setTimeout(() => socket.write(letIn), OPENING_MS);
  });
});
before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const shareOf = (connections: SharedConnections) =>
  connections.add({
    config: { host: '127.0.0.1', port: (server.address() as AddressInfo).port, user: 'u', database: 'd' },
    max: 3,
    onError: () => {},
  });

test('two that meet by chance use one connection after the other', async () => {
  const connections = new SharedConnections(10);
  const share = shareOf(connections);
  const first = await connections.acquire(share);
  const second = connections.acquire(share);
  connections.release(share, first, false);
  assert.equal(await second, first);
  assert.equal(connections.open, 1);
});

test('who is being served is not served again, and nobody is forgotten for it', { timeout: 5000 }, async () => {
  const connections = new SharedConnections(3);
  const [share, other] = [shareOf(connections), shareOf(connections)];
  const [, ...others] = await Promise.all([share, other, other].map((of) => connections.acquire(of)));
  const second = connections.acquire(share);
  for (const client of others) connections.release(other, client, true);
  const third = connections.acquire(share);
  assert.notEqual(await second, await third);
  assert.equal(connections.open, 3);
});
