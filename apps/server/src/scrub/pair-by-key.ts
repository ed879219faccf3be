/** What stands under one key in either list, or in both. */
export type Pair<Left, Right> =
  | { left: Left; right: Right }
  | { left: Left; right?: undefined }
  | { left?: undefined; right: Right };

/** Two lists in ascending order of their keys, side by side; neither is held in memory. */
export async function* pairByKey<Left extends { key: string }, Right extends { key: string }>(
  left: AsyncIterable<Left>,
  right: AsyncIterable<Right>,
): AsyncGenerator<Pair<Left, Right>> {
  const lefts = left[Symbol.asyncIterator]();
  const rights = right[Symbol.asyncIterator]();
  let a = await lefts.next();
  let b = await rights.next();
  while (!a.done || !b.done) {
    if (!a.done && !b.done && a.value.key === b.value.key) {
      yield { left: a.value, right: b.value };
      [a, b] = [await lefts.next(), await rights.next()];
    } else if (!a.done && (b.done || a.value.key < b.value.key)) {
      yield { left: a.value };
      a = await lefts.next();
    } else if (!b.done) {
      yield { right: b.value };
      b = await rights.next();
    }
  }
}
