import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HotAnswers } from './hot-answers.ts';

const text = (answer: { json: Buffer } | undefined) => answer?.json.toString();

function counting() {
  let made = 0;
  return { make: async () => ({ of: undefined, body: { made: ++made } }), made: () => made };
}

test('who asks for the same at the same moment gets the same answer, made once', async () => {
  const hot = new HotAnswers({ keepMs: 1000, most: 10 });
  const { make, made } = counting();
  const [first, second] = await Promise.all([hot.get('a', make), hot.get('a', make)]);
  assert.equal(first, second);
  assert.equal(text(await hot.get('a', make)), '{"made":1}');
  assert.equal(made(), 1);
});

test('an answer is made again when its time is over', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const hot = new HotAnswers({ keepMs: 1000, most: 10 });
  const { make } = counting();
  await hot.get('a', make);
  t.mock.timers.tick(999);
  assert.equal(text(await hot.get('a', make)), '{"made":1}');
  t.mock.timers.tick(1);
  assert.equal(text(await hot.get('a', make)), '{"made":2}');
});

test('nothing that was read before a change is given to who asks after it', async () => {
  const hot = new HotAnswers({ keepMs: 1000, most: 10 });
  const { promise: reading, resolve: read } = Promise.withResolvers<void>();
  let value = 'before';
  const slowly = hot.get('a', async () => {
    const body = value;
    await reading;
    return { of: undefined, body };
  });
  value = 'after';
  hot.forget();
  read();
  await slowly;
  assert.equal(text(await hot.get('a', async () => ({ of: undefined, body: value }))), '"after"');
});

test('what failed is tried again, and what may not be shared is not kept as an answer', async () => {
  const hot = new HotAnswers({ keepMs: 1000, most: 10 });
  await assert.rejects(
    hot.get('a', () => Promise.reject(new Error('away'))),
    /away/,
  );
  const { make } = counting();
  assert.equal(text(await hot.get('a', make)), '{"made":1}');
  assert.equal(await hot.get('b', async () => undefined), undefined);
});

test('what moves is given to those who wait for it, and to nobody after them', async () => {
  const hot = new HotAnswers({ keepMs: 1000, most: 10 });
  let made = 0;
  const make = async () => ({ of: undefined, body: ++made, moving: true });
  const [first, second] = await Promise.all([hot.get('a', make), hot.get('a', make)]);
  assert.deepEqual([text(first), text(second)], ['1', '1']);
  assert.equal(text(await hot.get('a', make)), '2');
});

test('the oldest answers make room', async () => {
  const hot = new HotAnswers({ keepMs: 1000, most: 2 });
  const { make } = counting();
  for (const key of ['a', 'b', 'c']) await hot.get(key, make);
  assert.equal(text(await hot.get('c', make)), '{"made":3}');
  assert.equal(text(await hot.get('a', make)), '{"made":4}');
});
