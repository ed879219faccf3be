import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Pair, pairByKey } from './pair-by-key.ts';

async function* listOf(keys: string[]) {
  for (const key of keys) yield { key };
}

test('each key of either list comes once, in order, with what stands under it on each side', async () => {
  // The alphabet of blob keys: JavaScript orders it as PostgreSQL's C collation and object stores do.
  const keys = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'B', '-', '/', '9', '_', '.'), maxLength: 4 }));
  await fc.assert(
    fc.asyncProperty(keys, keys, async (left, right) => {
      const pairs: Pair<{ key: string }, { key: string }>[] = [];
      for await (const pair of pairByKey(listOf(left.toSorted()), listOf(right.toSorted()))) pairs.push(pair);
      const seen = pairs.map((pair) => (pair.left ?? pair.right)?.key ?? '');
      assert.deepEqual(seen, [...new Set([...left, ...right])].sort());
      for (const pair of pairs) {
        const key = (pair.left ?? pair.right)?.key ?? '';
        assert.deepEqual(
          [pair.left !== undefined, pair.right !== undefined],
          [left.includes(key), right.includes(key)],
        );
      }
    }),
  );
});
