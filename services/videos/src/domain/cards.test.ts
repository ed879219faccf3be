import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownCards, wholeCards } from './cards.ts';

test('cards move with a trim, and those of what is cut out come back with it', () => {
  const cards = [5000, 15_000, 25_000].map((startMs) => ({ startMs, videoId: `${startMs}` }));
  const kept = [
    [0, 10_000],
    [20_000, 30_000],
  ] as const;
  const shown = shownCards(cards, kept);
  assert.deepEqual(shown, [
    { startMs: 5000, videoId: '5000' },
    { startMs: 15_000, videoId: '25000' },
  ]);
  assert.deepEqual(wholeCards(shown, kept, cards), cards);
  const changed = shown.slice(1);
  assert.deepEqual(wholeCards(changed, kept, cards), cards.slice(1), 'only what was seen can be taken away');
  assert.deepEqual(shownCards(cards, null), cards);
  assert.deepEqual(wholeCards(cards, null, []), cards);
});
