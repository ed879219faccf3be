import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasBlockedWord } from './blocked-words.ts';
import { cleanText, textField } from './comment-text.ts';
import { holdReason } from './hold-reason.ts';
import { handlesIn } from './mentions.ts';
import { difference } from './reaction.ts';

test('a text keeps its lines and loses what nobody sees', () => {
  assert.equal(cleanText('  one\r\ntwo \u0007\n\n\n\nthree\t\n '), 'one\ntwo\n\nthree');
  assert.equal(textField.safeParse(' \n\u0001 ').success, false);
  assert.equal(textField.safeParse('x'.repeat(10_001)).success, false);
  assert.equal(textField.parse('x'.repeat(10_000)).length, 10_000);
});

test('people are named by their handles, addresses of mail name nobody', () => {
  assert.deepEqual(handlesIn('@ann, @Bob.the-great. and (@øre)! mail me: ann@example.org @ann @ANN'), [
    'ann',
    'Bob.the-great',
    'øre',
  ]);
  assert.deepEqual(handlesIn('https://example.org/@ann @a'), []);
  assert.equal(handlesIn(Array.from({ length: 30 }, (_, index) => `@some${index}`).join(' ')).length, 10);
});

test('blocked words are found whole, in any case, width and with any marks', () => {
  assert.equal(hasBlockedWord('What a SCÄM!', ['scam']), true);
  assert.equal(hasBlockedWord('ｓｃａｍ', ['scam']), true);
  assert.equal(hasBlockedWord('s\u200bcam', ['scam']), true);
  assert.equal(hasBlockedWord('scampi for dinner', ['scam']), false);
  assert.equal(hasBlockedWord('buy now, really', ['buy now']), true);
  assert.equal(hasBlockedWord('これは詐欺です', ['詐欺']), true);
  assert.equal(hasBlockedWord('a.b', ['.']), true);
  assert.equal(hasBlockedWord('anything', ['']), false);
});

test('comments wait for the first reason that holds', () => {
  const settings = { hold: 'links', blockedWords: ['scam'] } as const;
  assert.equal(holdReason('scam at https://example.org', settings), 'word');
  assert.equal(holdReason('see WWW.example.org', settings), 'link');
  assert.equal(holdReason('see cheap-stuff.shop now', settings), 'link');
  assert.equal(holdReason('At 1:30. Nice, e.g. this', settings), null);
  assert.equal(holdReason('Nice', { hold: 'everything', blockedWords: [] }), 'everything');
});

test('counts change by what somebody thought before', () => {
  assert.deepEqual(difference(0, 1), { likes: 1, dislikes: 0 });
  assert.deepEqual(difference(1, -1), { likes: -1, dislikes: 1 });
  assert.deepEqual(difference(-1, 0), { likes: 0, dislikes: -1 });
  assert.deepEqual(difference(1, 1), { likes: 0, dislikes: 0 });
});
