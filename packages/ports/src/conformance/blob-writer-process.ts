import { Readable } from 'node:stream';
import type { BlobStore } from '../blob-store/blob-store.ts';
import { loadPort, portProcessArguments, say } from './port-process.ts';

/** Puts a blob whose body stops half-way without ending: it waits to be killed. */
const { module, argument } = portProcessArguments<{ key: string; size: number }>();
const store = await loadPort<BlobStore>(module);
const half = Math.floor(argument.size / 2);
async function* body(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < half; sent += 65_536) yield new Uint8Array(Math.min(65_536, half - sent)).fill(7);
  // The half before was taken: the store asks for more.
  say('halfway');
  // A timer keeps the process alive while nothing else does.
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}
await store.put(argument.key, Readable.from(body(), { objectMode: false }), { size: argument.size });
