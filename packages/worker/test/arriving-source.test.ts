import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { ArrivingSource } from '../src/arriving-source.ts';
import { SourceIncomplete } from '../src/read-source.ts';
import { TaskLost } from '../src/task-client.ts';
import { type SourceAnswer, serveSource } from './source-server.ts';

const FILE = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));

async function sourceOf(t: TestContext, answers: SourceAnswer[], options: { stallMs?: number } = {}) {
  const { client, asked, signal } = await serveSource(t, answers);
  return { asked, source: new ArrivingSource({ client, sizeBytes: FILE.length, signal, ...options }) };
}

const rest: SourceAnswer = (response, start) => response.end(FILE.subarray(start));
const cutAfter =
  (bytes: number): SourceAnswer =>
  (response, start) =>
    response.write(FILE.subarray(start, start + bytes), () => setImmediate(() => response.destroy()));

test('the beginning is looked at again and again, and all of it is read once', async (t) => {
  const { source, asked } = await sourceOf(t, [rest]);
  assert.deepEqual(await source.head(10), FILE.subarray(0, 10));
  assert.deepEqual(await source.head(30_000), FILE.subarray(0, 30_000));
  assert.deepEqual(await source.head(16), FILE.subarray(0, 16));
  assert.deepEqual(await buffer(source.bytes(16)), FILE.subarray(16));
  assert.deepEqual(asked, [0]);
});

test('a connection that is cut is opened again where it ended', async (t) => {
  const { source, asked } = await sourceOf(t, [cutAfter(40_000), cutAfter(1000), rest]);
  assert.deepEqual(await buffer(source.bytes()), FILE);
  assert.deepEqual(asked, [0, 40_000, 41_000]);
});

test('an answer that ends early is no end', async (t) => {
  const early: SourceAnswer = (response, start) => response.end(FILE.subarray(start, 70_000));
  const { source, asked } = await sourceOf(t, [early, rest]);
  assert.deepEqual(await buffer(source.bytes()), FILE);
  assert.deepEqual(asked, [0, 70_000]);
});

test('a source that stands still says how far it has to come', async (t) => {
  const { source } = await sourceOf(t, [(response) => response.write(FILE.subarray(0, 5000))], { stallMs: 50 });
  await assert.rejects(buffer(source.bytes()), (error) => {
    assert.ok(error instanceof SourceIncomplete);
    assert.equal(error.needsBytes, 5001);
    return true;
  });
});

test('a source that will never be whole is lost at once', async (t) => {
  const gone: SourceAnswer = (response) => response.writeHead(410).end();
  const { source, asked } = await sourceOf(t, [cutAfter(10), gone]);
  await assert.rejects(buffer(source.bytes()), TaskLost);
  assert.equal(asked.length, 2);
});

test('who stops reading lets go of the connection', async (t) => {
  let closed = () => {};
  const closing = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const { source } = await sourceOf(t, [
    (response) => {
      response.once('close', closed);
      response.write(FILE.subarray(0, 5000));
    },
  ]);
  await source.head(100);
  await source.close();
  await closing;
});
