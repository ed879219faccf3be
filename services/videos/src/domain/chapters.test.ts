import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chaptersInDescription, chaptersOf, chaptersOfFile, MOST_CHAPTERS, wholeChapters } from './chapters.ts';
import { decodeText } from './decode-text.ts';
import { parseLanguage } from './language.ts';

const starts = (text: string, durationMs?: number) =>
  chaptersInDescription(text, durationMs).map(({ startMs, title }) => `${startMs / 1000} ${title}`);

test('lines that begin with ascending times from 0:00 on are chapters, as people write them', () => {
  assert.deepEqual(starts('Winter in the shed.\n\n0:00 Ropes\n1:12 - The slip\r\n[1:02:03] Oars\nThanks!'), [
    '0 Ropes',
    '72 The slip',
    '3723 Oars',
  ]);
  assert.deepEqual(starts('• 00:00 – A\n• 00:30 | B\n• (01:00) C: the end'), ['0 A', '30 B', '60 C: the end']);
});

test('fewer than three, none at 0:00, no title or no order make no chapters of what is not meant so', () => {
  assert.deepEqual(starts('0:00 A\n1:00 B'), []);
  assert.deepEqual(starts('0:10 A\n1:00 B\n2:00 C'), []);
  assert.deepEqual(starts('0:00\n1:00\n2:00'), []);
  assert.deepEqual(starts('at 0:00 A\nat 1:00 B\nat 2:00 C'), []);
  assert.deepEqual(starts('0:00 A\n2:00 B\n1:00 C'), []);
  assert.deepEqual(starts('0:00 A\n1:75 B\n2:00 C\n10:20:30:40 D'), []);
  assert.deepEqual(starts('0:00 A\n1:00 B\n2:00 C\n1:30 said of C'), ['0 A', '60 B', '120 C']);
});

test('chapters after the end of the film do not count', () => {
  const text = '0:00 A\n0:05 B\n0:10 C\n0:20 D';
  assert.equal(starts(text, 15_000).length, 3);
  assert.equal(starts(text, 9_000).length, 0);
});

test("the creator's own go before those of the description, and none of either is none", () => {
  const description = '0:00 A\n0:05 B\n0:10 C';
  const own = [
    { startMs: 0, title: 'One' },
    { startMs: 8000, title: 'Two' },
  ];
  assert.equal(chaptersOf({ description, chapters: null, file_chapters: own, duration_ms: null }).from, 'description');
  assert.deepEqual(chaptersOf({ description, chapters: own, file_chapters: null, duration_ms: 5000 }), {
    chapters: own.slice(0, 1),
    from: 'creator',
  });
  const silent = { description: '', chapters: null, duration_ms: 9000 };
  assert.deepEqual(chaptersOf({ ...silent, file_chapters: null }), { chapters: [], from: null });
  assert.deepEqual(chaptersOf({ ...silent, file_chapters: own }), { chapters: own, from: 'file' });
  assert.deepEqual(chaptersOf({ ...silent, chapters: [], file_chapters: own }).chapters, [], 'none is a choice, too');
});

test('chapters of a file are put in order, and one alone is none', () => {
  const found = [
    { startMs: 4979, title: ' B ' },
    { startMs: 0, title: 'A' },
    { startMs: 5000, title: 'again' },
    { startMs: 7000, title: '  ' },
  ];
  assert.deepEqual(chaptersOfFile(found), [
    { startMs: 0, title: 'A' },
    { startMs: 5000, title: 'B' },
  ]);
  assert.deepEqual(chaptersOfFile(found.slice(0, 1)), []);
  const many = Array.from({ length: 5000 }, (_, index) => ({ startMs: index * 200, title: 'x'.repeat(300) }));
  assert.equal(chaptersOfFile(many).length, MOST_CHAPTERS);
});

test('however long the lines are, looking for chapters takes no time', () => {
  const since = performance.now();
  for (const part of ['-', ' ', '0:', '1:00 ', '[', '1']) chaptersInDescription(part.repeat(5000));
  assert.ok(performance.now() - since < 200);
});

test('files are read in the encoding that they are in', () => {
  const text = 'WEBVTT\n\n00:01.000 --> 00:02.000\nÄpfel, 10 €';
  const utf16 = Buffer.from(text, 'utf16le');
  const swapped = Buffer.from(utf16).swap16();
  const western = Buffer.from(text.replace('€', '\x80'), 'latin1');
  for (const bytes of [Buffer.from(text), utf16, swapped, western]) assert.equal(decodeText(bytes), text);
  for (const [bom, body] of [
    [[0xef, 0xbb, 0xbf], Buffer.from(text)],
    [[0xff, 0xfe], utf16],
    [[0xfe, 0xff], swapped],
  ] as const)
    assert.equal(decodeText(Buffer.concat([Buffer.from(bom), body])), text);
  assert.equal(decodeText(new Uint8Array()), '');
});

test('languages are canonical tags of BCP 47, or none', () => {
  assert.equal(parseLanguage('en-us'), 'en-US');
  assert.equal(parseLanguage('zh-hant-tw'), 'zh-Hant-TW');
  for (const tag of ['', 'e', 'english please', 'en_US', 'en-', '../de', 'de\0', 'a'.repeat(36), '12'])
    assert.equal(parseLanguage(tag), undefined, tag);
});

test('chapters of a trimmed film are shown where their parts are, and brought back with those that are cut out', () => {
  const kept = [
    [1000, 5000],
    [9000, 12_000],
  ] as const;
  const whole = [
    { startMs: 0, title: 'Ropes' },
    { startMs: 3000, title: 'Oars' },
    { startMs: 6000, title: 'Oars' },
    { startMs: 8000, title: 'Home' },
  ];
  const video = { description: '', duration_ms: 7000, kept };
  const shown = [
    { startMs: 0, title: 'Ropes' },
    { startMs: 2000, title: 'Oars' },
    { startMs: 4000, title: 'Home' },
  ];
  assert.deepEqual(chaptersOf({ ...video, chapters: whole, file_chapters: null }).chapters, shown);
  assert.deepEqual(chaptersOf({ ...video, chapters: null, file_chapters: whole }), { chapters: shown, from: 'file' });
  assert.deepEqual(wholeChapters(shown, kept, whole), [
    { startMs: 0, title: 'Ropes' },
    { startMs: 3000, title: 'Oars' },
    { startMs: 6000, title: 'Oars' },
    { startMs: 9000, title: 'Home' },
  ]);
});
