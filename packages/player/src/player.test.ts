import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseCaptions, readWish, saveWish } from './caption-choice.ts';
import { chapterAt, chapterMask } from './chapters.ts';
import { commandOf, stepSpeed } from './keyboard.ts';
import { levelName, mergeLevels } from './levels.ts';
import { renditionKey } from './player-source.ts';
import { bufferedEnd, PlayerStore } from './player-store.ts';
import { resumePosition, savePosition, watchedShare } from './resume-position.ts';
import { seekTarget } from './seek-target.ts';
import { frameAt, parseStoryboard } from './storyboard.ts';
import { formatLength, formatTime, parseTime } from './time.ts';
import { WatchedTime } from './watched-time.ts';

test('times are written as wide as the longest beside them', () => {
  assert.equal(formatTime(7), '0:07');
  assert.equal(formatTime(747.9), '12:27');
  assert.equal(formatTime(3723), '1:02:03');
  assert.equal(formatTime(63, 4000), '0:01:03');
  assert.equal(formatTime(Number.NaN), '0:00');
  assert.equal(formatTime(-3), '0:00');
});

test('of a film whose length is not known it is said how much there is, and that there is more', () => {
  assert.equal(formatLength(42.4, { isKnown: false }), '0:42+');
  assert.equal(formatLength(42.4, { isKnown: true }), '0:42');
});

test('start times in links are read in every usual form', () => {
  assert.equal(parseTime('90'), 90);
  assert.equal(parseTime('90s'), 90);
  assert.equal(parseTime('1m30s'), 90);
  assert.equal(parseTime('1h2m3s'), 3723);
  assert.equal(parseTime('1:30'), 90);
  assert.equal(parseTime('1:02:03'), 3723);
  for (const wrong of ['', 'abc', '1:75', '-4', 'm']) assert.equal(parseTime(wrong), null, wrong);
});

const vtt = `WEBVTT

00:00:00.000 --> 00:00:05.000
storyboard/0.jpg#xywh=0,0,160,90

2
00:05.000 --> 00:10.000
storyboard/0.jpg#xywh=160,0,160,90

NOTE nothing
`;

test('a storyboard names sprites by absolute address and area', () => {
  const frames = parseStoryboard(vtt, 'https://a.example/media/k/storyboard.vtt');
  assert.equal(frames.length, 2);
  assert.deepEqual(frames[1], {
    startS: 5,
    endS: 10,
    url: 'https://a.example/media/k/storyboard/0.jpg',
    x: 160,
    y: 0,
    width: 160,
    height: 90,
  });
  assert.deepEqual(parseStoryboard('WEBVTT\r\n\r\nrubbish', 'https://a.example/'), []);
  assert.deepEqual(parseStoryboard('00:00.000 --> 00:01.000\nhttp://[#xywh=0,0,1,1', 'https://a.example/'), []);
});

test('the frame of a time is the last that began, and none far past a growing end', () => {
  const frames = parseStoryboard(vtt, 'https://a.example/');
  assert.equal(frameAt(frames, 4.99)?.x, 0);
  assert.equal(frameAt(frames, 5)?.x, 160);
  assert.equal(frameAt(frames, 11)?.x, 160);
  assert.equal(frameAt(frames, 60), null);
  assert.equal(frameAt([], 1), null);
});

test('what is watched twice counts once, and seeks do not count', () => {
  const watched = new WatchedTime();
  for (const at of [0, 1, 2, 3]) watched.observe(at, true);
  watched.jump();
  for (const at of [1, 2, 3, 4]) watched.observe(at, true);
  watched.observe(60, true);
  watched.observe(61, true);
  watched.observe(61, false);
  watched.observe(62, true);
  assert.equal(watched.totalMs, 5000);
});

function memory() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

test('a position is kept, and forgotten at the beginning and the end', () => {
  const store = memory();
  savePosition(store, 'a', { positionS: 30, durationS: 100 });
  assert.equal(resumePosition(store, 'a'), 30);
  assert.equal(watchedShare(store, 'a'), 0.3);
  const timeline = { toWhole: (shownS: number) => shownS + 20, toShown: (wholeS: number) => Math.max(0, wholeS - 20) };
  assert.equal(resumePosition(store, 'a', { timeline }), 10, 'the first 20 s were cut out meanwhile');
  savePosition(store, 'a', { positionS: 50, durationS: 80 }, timeline);
  assert.equal(resumePosition(store, 'a'), 70, 'they are shown again');
  savePosition(store, 'a', { positionS: 98, durationS: 100 });
  assert.equal(resumePosition(store, 'a'), null);
  savePosition(store, 'a', { positionS: 2, durationS: 100 });
  assert.equal(resumePosition(store, 'a'), null);
  savePosition(store, 'a', { positionS: 40, durationS: null });
  assert.deepEqual([resumePosition(store, 'a'), watchedShare(store, 'a')], [40, null], 'how far that is nobody knows');
});

test('who stopped at the end of a film whose length was not known begins anew where that was all of it', () => {
  const store = memory();
  savePosition(store, 'a', { positionS: 42, durationS: null });
  assert.equal(resumePosition(store, 'a', { durationS: 42.04 }), null);
  assert.equal(resumePosition(store, 'a', { durationS: 100 }), 42);
  assert.equal(resumePosition(store, 'a', { durationS: null }), 42);
  const timeline = { toWhole: (shownS: number) => shownS + 20, toShown: (wholeS: number) => Math.max(0, wholeS - 20) };
  assert.equal(resumePosition(store, 'a', { timeline, durationS: 22.04 }), null, 'in times of what plays');
});

test('only the latest two hundred positions are kept, and broken storage is no position', () => {
  const store = memory();
  for (let i = 0; i < 250; i += 1) savePosition(store, `v${i}`, { positionS: 10, durationS: 100 });
  assert.equal(resumePosition(store, 'v49'), null);
  assert.equal(resumePosition(store, 'v50'), 10);
  store.setItem('kinora.positions', '{oops');
  assert.equal(resumePosition(store, 'v50'), null);
});

test('a seek beyond what has arrived waits; a complete film never waits', () => {
  const growing = { availableS: 20, totalS: 100, complete: false };
  assert.deepEqual(seekTarget(10, growing), { kind: 'now', atS: 10 });
  assert.deepEqual(seekTarget(50, growing), { kind: 'wait', atS: 50 });
  assert.deepEqual(seekTarget(19.8, growing), { kind: 'wait', atS: 19.8 });
  assert.deepEqual(seekTarget(500, growing), { kind: 'wait', atS: 100 });
  assert.deepEqual(seekTarget(-5, growing), { kind: 'now', atS: 0 });
  assert.deepEqual(seekTarget(100, { ...growing, complete: true }), { kind: 'now', atS: 100 });
  const unknown = { ...growing, totalS: null };
  assert.deepEqual(seekTarget(500, unknown), { kind: 'wait', atS: 500 }, 'nobody knows that there is no such time');
  assert.deepEqual(seekTarget(10, unknown), { kind: 'now', atS: 10 });
});

const key = (name: string, more = {}) => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...more });

test('keys ask for what players usually do, and leave the browser its own', () => {
  assert.deepEqual(commandOf(key('K'), false), { kind: 'toggle-play' });
  assert.deepEqual(commandOf(key('5'), false), { kind: 'seek-to-share', share: 0.5 });
  assert.deepEqual(commandOf(key('j'), false), { kind: 'seek-by', seconds: -10 });
  assert.deepEqual(commandOf(key(' '), false), { kind: 'toggle-play' });
  assert.equal(commandOf(key(' '), true), null);
  assert.equal(commandOf(key('f', { ctrlKey: true }), false), null);
  assert.equal(commandOf(key('x'), false), null);
});

test('speeds step through the list and stop at its ends', () => {
  assert.equal(stepSpeed(1, 1), 1.25);
  assert.equal(stepSpeed(1, -1), 0.75);
  assert.equal(stepSpeed(2, 1), 2);
  assert.equal(stepSpeed(0.25, -1), 0.25);
});

const level = (name: string, audio = 'audio') => ({
  url: [`https://a/media/k/${name}/index.m3u8`],
  audioGroups: [audio],
});

test('new levels join those in use, which stay the same objects', () => {
  const low = level('360p');
  const read = [level('240p'), level('360p'), level('1080p')];
  const merged = mergeLevels([low], read);
  assert.equal(merged?.length, 3);
  assert.equal(merged?.[1], low);
  assert.equal(levelName(low), '360p');
});

test('a level that is offered no longer goes on for those who have it', () => {
  const inUse = [level('240p'), level('360p'), level('720p')];
  assert.deepEqual(mergeLevels(inUse, [level('240p'), level('720p')]), inUse);
});

test('levels that went away or need other audio cannot be merged', () => {
  assert.equal(mergeLevels([level('360p')], [level('720p')]), null);
  assert.equal(mergeLevels([level('360p', 'a')], [level('360p', 'a'), level('720p', 'b')]), null);
});

test('the rendition key ignores order and progress', () => {
  const rendition = { name: '360p', width: 640, height: 360, frameRate: 30, complete: false };
  const source = {
    hlsUrl: '',
    soundUrl: null,
    sounds: [],
    posterUrl: null,
    storyboardUrl: null,
    captionsVersion: 0,
    complete: false,
    availableMs: 0,
    durationMs: null,
    uploadStopped: false,
  };
  const a = renditionKey({ ...source, renditions: [rendition, { ...rendition, name: '720p' }] });
  const b = renditionKey({
    ...source,
    renditions: [
      { ...rendition, name: '720p' },
      { ...rendition, complete: true },
    ],
  });
  assert.equal(a, b);
  assert.notEqual(a, renditionKey({ ...source, renditions: [rendition] }));
});

test('the store tells of changes only', () => {
  const store = new PlayerStore();
  let heard = 0;
  store.subscribe(() => {
    heard += 1;
  });
  store.set({ paused: true });
  assert.equal(heard, 0);
  const before = store.get();
  store.set({ paused: false, volume: 1 });
  assert.equal(heard, 1);
  assert.notEqual(store.get(), before);
});

test('the buffered end is that of the range in which the position lies', () => {
  const ranges = { length: 2, start: (i: number) => [0, 20][i] ?? 0, end: (i: number) => [10, 30][i] ?? 0 };
  assert.equal(bufferedEnd(ranges, 5), 10);
  assert.equal(bufferedEnd(ranges, 25), 30);
  assert.equal(bufferedEnd(ranges, 15), 15);
});

const tracks = ['de', 'en-GB', 'pt-BR'].map((language) => ({ language, label: language }));

test('captions are shown by wish, else by default, and to whoever wants some in the best language there is', () => {
  const choose = (wish: { on: boolean; language: string | null } | null, defaultLanguage: string | null = null) =>
    tracks[chooseCaptions(tracks, { wish, defaultLanguage, preferred: ['fr', 'en-US'] })]?.language;
  assert.equal(choose(null), undefined);
  assert.equal(choose(null, 'de'), 'de');
  assert.equal(choose({ on: false, language: 'de' }, 'de'), undefined);
  assert.equal(choose({ on: true, language: 'pt' }, 'de'), 'pt-BR');
  assert.equal(choose({ on: true, language: 'ja' }, 'de'), 'en-GB');
  assert.equal(chooseCaptions(tracks, { wish: { on: true, language: 'ja' }, defaultLanguage: null, preferred: [] }), 0);
  assert.equal(chooseCaptions([], { wish: { on: true, language: 'de' }, defaultLanguage: 'de', preferred: [] }), -1);
});

test('the wish for captions is remembered, and broken storage is no wish', () => {
  const store = memory();
  assert.equal(readWish(store), null);
  saveWish(store, { on: true, language: 'de' });
  assert.deepEqual(readWish(store), { on: true, language: 'de' });
  for (const broken of ['{oops', '1', '"x"', '{}', 'null']) {
    store.setItem('kinora.captions', broken);
    assert.equal(readWish(store), null, broken);
  }
});

test('chapters divide the bar where they begin within the film', () => {
  const chapters = [0, 10, 30, 90].map((startS) => ({ startS, title: `${startS}` }));
  assert.deepEqual(
    [-1, 0, 9.9, 10, 500].map((at) => chapterAt(chapters, at)),
    [-1, 0, 0, 1, 3],
  );
  assert.equal(chapterMask(chapters, 60)?.match(/#000/g)?.length, 4);
  assert.match(chapterMask(chapters, 60) ?? '', /calc\(16\.667% - 1\.5px\)/);
  assert.equal(chapterMask(chapters.slice(0, 1), 60), undefined);
  assert.equal(chapterMask(chapters, 0), undefined);
});
