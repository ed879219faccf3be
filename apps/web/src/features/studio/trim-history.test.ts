import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAt, isShownAlready, movePart, type Part, partsOf, rangesOf } from './trim-edits.ts';
import { followShown, isResultOf, isWithin, type TrimHistory, UNEDITED } from './trim-history.ts';

const frameMs = 40;
const WHOLE: [number, number][] = [[0, 20_000]];
const edited = (now: Part[], past: Part[][] = []): TrimHistory => ({ past, now, next: [] });
const nowOf = ({ now }: TrimHistory) => rangesOf(now ?? []);

test('edits that were made while a save was running are kept when it plays, and so is what can be taken back', () => {
  const sent = [[1010, 9000]] as const;
  const before = partsOf(WHOLE);
  const saved = partsOf(sent);
  const newer = movePart(saved, { id: 0, border: 'end', ms: 8000, durationMs: 20_000, frameMs: 40 });
  const after = followShown(edited(newer, [before, saved]), { before: WHOLE, sent, shown: [[1000, 9000]], frameMs });
  assert.deepEqual(nowOf(after), [[1000, 8000]], 'a border that was not touched again is where it was cut');
  assert.deepEqual(after.past.map(rangesOf), [WHOLE, [[1000, 9000]]]);
});

test('what was sent and not changed since is what plays, however the server has moved it', () => {
  const follow = (sent: [number, number][], shown: [number, number][]) =>
    followShown(edited(partsOf(sent)), { before: WHOLE, sent, shown, frameMs });
  const moved = follow([[1010, 9015]], [[1000, 9000]]);
  assert.deepEqual(nowOf(moved), [[1000, 9000]]);
  const divided = cutAt(partsOf([[1010, 9000]]), 4000, 40);
  const followed = followShown(edited(divided), {
    before: WHOLE,
    sent: [[1010, 9000]],
    shown: [[1000, 9000]],
    frameMs,
  });
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
  assert.equal(followShown(mine, { before: WHOLE, sent: null, shown: theirs, frameMs }), mine);
  assert.equal(followShown(mine, { before: WHOLE, sent: [[1000, 9000]], shown: theirs, frameMs }), mine);
  assert.equal(followShown(UNEDITED, { before: WHOLE, sent: null, shown: theirs, frameMs }), UNEDITED);
  const saved = followShown(mine, { before: [[1000, 9000]], sent: null, shown: theirs, frameMs });
  assert.deepEqual(nowOf(saved), theirs);
  const takenBack = followShown(edited(partsOf(WHOLE)), {
    before: WHOLE,
    sent: [[1000, 9000]],
    shown: [[1000, 9000]],
    frameMs,
  });
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
    frameMs,
  });
  assert.deepEqual(nowOf(after), [
    [0, 5000],
    [5005, 9000],
  ]);
});

test('what plays is what was sent only where each border is some pictures off at most', () => {
  const sent = [
    [0, 5000],
    [6000, 9000],
  ] as const;
  const isResult = (...shown: [number, number][]) => isResultOf(shown, sent, frameMs);
  assert.equal(isResult([0, 5020], [5990, 9015]), true);
  assert.equal(isResult([0, 5020], [6500, 9000]), false, 'half a second is no picture');
  assert.equal(isResult([0, 9000]), false, 'what was cut out is shown');
  assert.equal(isResult([0, 5000], [6000, 7000], [7010, 9000]), false, 'a cut that nobody asked for');
  assert.equal(isResult([0, 5000]), false, 'a part is missing');
  const tiny: [number, number][] = [
    [0, 5000],
    [6000, 6010],
    [7000, 9000],
  ];
  const kept: [number, number][] = [
    [0, 5000],
    [7000, 9000],
  ];
  assert.equal(isResultOf(kept, tiny, frameMs), true, 'a part of less than a picture is none');
});

test('borders that move by less than a picture each are no change, however many they are', () => {
  const shown: [number, number][] = [
    [1000, 5000],
    [6000, 9000],
  ];
  const sent: [number, number][] = [
    [1015, 5015],
    [6015, 8985],
  ];
  assert.equal(isWithin(shown, sent, frameMs), true);
  assert.equal(
    isWithin(
      shown,
      [
        [1000, 5000],
        [6000, 8900],
      ],
      frameMs,
    ),
    false,
  );
});
