import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAt, isShownAlready, movePart, type Part, partsOf, rangesOf } from './trim-edits.ts';
import { differenceMs, followShown, isResultOf, type TrimHistory, UNEDITED } from './trim-history.ts';

const WHOLE: [number, number][] = [[0, 20_000]];
const edited = (now: Part[], past: Part[][] = []): TrimHistory => ({ past, now, next: [] });
const nowOf = ({ now }: TrimHistory) => rangesOf(now ?? []);

test('edits that were made while a save was running are kept when it plays, and so is what can be taken back', () => {
  const sent = [[1010, 9000]] as const;
  const before = partsOf(WHOLE);
  const saved = partsOf(sent);
  const newer = movePart(saved, { id: 0, border: 'end', ms: 8000, durationMs: 20_000, frameMs: 40 });
  const after = followShown(edited(newer, [before, saved]), { before: WHOLE, sent, shown: [[1000, 9000]] });
  assert.deepEqual(nowOf(after), [[1000, 8000]], 'a border that was not touched again is where it was cut');
  assert.deepEqual(after.past.map(rangesOf), [WHOLE, [[1000, 9000]]]);
});

test('what was sent and not changed since is what plays, however the server has moved it', () => {
  const follow = (sent: [number, number][], shown: [number, number][]) =>
    followShown(edited(partsOf(sent)), { before: WHOLE, sent, shown });
  const moved = follow([[1010, 9015]], [[1000, 9000]]);
  assert.deepEqual(nowOf(moved), [[1000, 9000]]);
  const divided = cutAt(partsOf([[1010, 9000]]), 4000, 40);
  const followed = followShown(edited(divided), { before: WHOLE, sent: [[1010, 9000]], shown: [[1000, 9000]] });
  assert.equal(followed.now?.length, 2, 'a part that was divided stays so');
  assert.ok(isShownAlready(followed.now ?? [], [[1000, 9000]]));
  const joined = follow(
    [
      [0, 5000],
      [5010, 9000],
    ],
    [[0, 9000]],
  );
  assert.deepEqual(nowOf(joined), [[0, 9000]], 'a gap of less than a picture is none');
});

test('parts that another window saved change nothing of what is edited here, and are followed where nothing is', () => {
  const mine = edited(partsOf([[1000, 9000]]));
  const theirs = [[5000, 7000]] as const;
  assert.equal(followShown(mine, { before: WHOLE, sent: null, shown: theirs }), mine);
  assert.equal(followShown(mine, { before: WHOLE, sent: [[1000, 9000]], shown: theirs }), mine);
  assert.equal(followShown(UNEDITED, { before: WHOLE, sent: null, shown: theirs }), UNEDITED);
  const saved = followShown(mine, { before: [[1000, 9000]], sent: null, shown: theirs });
  assert.deepEqual(nowOf(saved), theirs);
  const takenBack = followShown(edited(partsOf(WHOLE)), { before: WHOLE, sent: [[1000, 9000]], shown: [[1000, 9000]] });
  assert.deepEqual(nowOf(takenBack), WHOLE, 'it was taken back while it was being saved');
});

test('borders are moved only as far as parts stay in order', () => {
  const sent = [
    [0, 5000],
    [6000, 9000],
  ] as const;
  const newer = movePart(partsOf(sent), { id: 1, border: 'start', ms: 5005, durationMs: 20_000, frameMs: 40 });
  const after = followShown(edited(newer), {
    before: WHOLE,
    sent,
    shown: [
      [0, 5020],
      [6000, 9000],
    ],
  });
  assert.deepEqual(nowOf(after), [
    [0, 5000],
    [5005, 9000],
  ]);
});

test('how far two choices of parts are apart is what only one of them shows', () => {
  assert.equal(
    differenceMs(
      [[0, 1000]],
      [
        [0, 400],
        [600, 1100],
      ],
    ),
    300,
  );
  assert.equal(differenceMs(WHOLE, WHOLE), 0);
  assert.equal(isResultOf([[0, 5020]], [[0, 5000]]), true);
  assert.equal(isResultOf([[0, 9000]], [[0, 5000]]), false);
});
