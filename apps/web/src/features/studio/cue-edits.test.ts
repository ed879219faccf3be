import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCaptions } from '@kinora/media';
import {
  addCue,
  type EditedCue,
  editedCues,
  formatCueTime,
  parseCueTime,
  parseShift,
  problemOf,
  shiftCues,
  splitCue,
  writeEdited,
} from './cue-edits.ts';

const cue = (id: number, startMs: number, endMs: number, text = 'words here'): EditedCue => ({
  id,
  startMs,
  endMs,
  text,
});

test('what is loaded and saved unchanged is the same, special letters and tags included', () => {
  const text = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0\n<i>Tom</i> &amp; Jerry &lt;b&gt; a --&gt; b\n';
  const cues = editedCues(parseCaptions(text));
  assert.equal(cues[0]?.text, '<i>Tom</i> & Jerry &lt;b> a --> b');
  assert.deepEqual(parseCaptions(writeEdited(cues)), parseCaptions(text));
});

test('a caption is added where somebody is, and ends before the next one', () => {
  const { cues, id } = addCue([cue(0, 0, 1000), cue(7, 5000, 6000)], 4000);
  assert.deepEqual(
    cues.map((each) => [each.id, each.startMs, each.endMs]),
    [
      [0, 0, 1000],
      [8, 4000, 5000],
      [7, 5000, 6000],
    ],
  );
  assert.equal(id, 8);
  assert.deepEqual(addCue([], 1500).cues, [cue(0, 1500, 3500, '')]);
});

test('a caption is split at the caret or at a word, and its time with it', () => {
  assert.deepEqual(splitCue([cue(0, 0, 1000, 'one two')], 0, 3), [cue(0, 0, 429, 'one'), cue(1, 429, 1000, 'two')]);
  assert.deepEqual(
    splitCue([cue(0, 0, 1000, 'one two three')], 0, null).map(({ text }) => text),
    ['one two', 'three'],
  );
  assert.deepEqual(
    splitCue([cue(0, 0, 1000, '')], 0, 0).map(({ endMs }) => endMs),
    [500, 1000],
  );
});

test('all are shifted together, none before the film', () => {
  assert.deepEqual(shiftCues([cue(0, 500, 900), cue(1, 2000, 3000)], -1000), [cue(0, 0, 300), cue(1, 1000, 2000)]);
});

test('times are read as people write them, and written so that nothing is lost', () => {
  for (const [text, ms] of [
    ['1:02.5', 62_500],
    ['62,5', 62_500],
    ['1:00:02', 3_602_000],
    ['0', 0],
    ['75', 75_000],
  ] as const)
    assert.equal(parseCueTime(text), ms, text);
  for (const text of ['', '1:75', 'x', '-1', '1:2:3:4', '1.2345']) assert.equal(parseCueTime(text), null, text);
  for (const ms of [0, 999, 62_500, 3_599_999, 3_602_001]) assert.equal(parseCueTime(formatCueTime(ms)), ms);
  assert.deepEqual(['-1.5', '+2', '− 0:01', '3', 'x'].map(parseShift), [-1500, 2000, -1000, 3000, null]);
});

test('what cannot be saved is named', () => {
  assert.equal(problemOf(cue(0, 0, 1000)), null);
  assert.equal(problemOf(cue(0, 0, 1000, '  ')), 'empty');
  assert.equal(problemOf(cue(0, 1000, 1000)), 'times');
});
