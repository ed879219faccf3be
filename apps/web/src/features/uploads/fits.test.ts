import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortOut } from './fits.ts';

const file = (name: string, size: number) => ({ name, size }) as File;
const limits = { usedBytes: 40, quotaBytes: 100, sourceBytes: 0, renditionBytes: 0, captionBytes: 0, maxFileBytes: 50 };
const names = (files: readonly File[]) => files.map(({ name }) => name).join();

test('files that do not fit are told from those that do, each for its reason', () => {
  const { fitting, misfits } = sortOut(
    [file('a', 30), file('b', 51), file('c', 40), file('d', 30), file('e', 1)],
    limits,
  );
  assert.equal(names(fitting), 'a,d');
  assert.deepEqual(
    misfits.map(({ file: { name }, why }) => `${name} ${why}`),
    ['b tooLarge', 'c noRoom', 'e noRoom'],
  );
  assert.deepEqual(misfits[1], { file: file('c', 40), why: 'noRoom', leftBytes: 30 });
});

test('without a quota only the size of each file counts', () => {
  const { fitting } = sortOut([file('a', 50), file('b', 50), file('c', 51)], { ...limits, quotaBytes: null });
  assert.equal(names(fitting), 'a,b');
});
