import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitComment } from './split-comment.ts';

const split = (text: string, handles: string[] = []) =>
  splitComment(text, { mentions: handles.map((handle) => ({ handle })), durationS: 600 });

test('addresses are links, without what ends the sentence, and only those of the web', () => {
  assert.deepEqual(split('See https://example.org/a?b=1.'), [
    { kind: 'text', text: 'See ' },
    { kind: 'link', text: 'https://example.org/a?b=1' },
    { kind: 'text', text: '.' },
  ]);
  assert.deepEqual(split('javascript:alert(1)'), [{ kind: 'text', text: 'javascript:alert(1)' }]);
});

test('only who was found is a link, the longest name first', () => {
  assert.deepEqual(split('@ann.lee and @ann, not @bob or @anna', ['ann', 'ann.lee']), [
    { kind: 'mention', text: '@ann.lee', handle: 'ann.lee' },
    { kind: 'text', text: ' and ' },
    { kind: 'mention', text: '@ann', handle: 'ann' },
    { kind: 'text', text: ', not @bob or @anna' },
  ]);
});

test('times within the film are places in it, also beside names and addresses', () => {
  assert.deepEqual(split('@ann 1:30 https://example.org/1:30 99:00', ['ann']), [
    { kind: 'mention', text: '@ann', handle: 'ann' },
    { kind: 'text', text: ' ' },
    { kind: 'time', text: '1:30', seconds: 90 },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'https://example.org/1:30' },
    { kind: 'text', text: ' 99:00' },
  ]);
});
