import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { findFreePorts } from './free-ports.ts';

test('ports are different and can be listened on', async (t) => {
  const ports = await findFreePorts(16);
  assert.equal(new Set(ports).size, 16);
  for (const port of ports) {
    const server = createServer();
    t.after(() => server.close());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  }
});
