import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRichText } from './rich-text-parse.ts';
import { plainText } from './rich-text-plain.ts';

const text = (value: string) => ({ kind: 'text', text: value });

test('headings, lists, quotes, emphasis and links are understood', () => {
  const source =
    '# About\nWe **film** the *harbour*.\n\n- one\n- [two](https://example.org/x)\n1. first\n> said\n\nSee https://example.org.';
  assert.deepEqual(parseRichText(source), [
    { kind: 'heading', level: 2, parts: [text('About')] },
    {
      kind: 'paragraph',
      parts: [
        text('We '),
        { kind: 'strong', parts: [text('film')] },
        text(' the '),
        { kind: 'emphasis', parts: [text('harbour')] },
        text('.'),
      ],
    },
    {
      kind: 'list',
      ordered: false,
      items: [[text('one')], [{ kind: 'link', href: 'https://example.org/x', parts: [text('two')] }]],
    },
    { kind: 'list', ordered: true, items: [[text('first')]] },
    { kind: 'quote', parts: [text('said')] },
    {
      kind: 'paragraph',
      parts: [
        text('See '),
        { kind: 'link', href: 'https://example.org', parts: [text('https://example.org')] },
        text('.'),
      ],
    },
  ]);
});

test('addresses lose the punctuation of the sentence, not their own', () => {
  const address = (source: string) => {
    const [block] = parseRichText(source);
    assert.ok(block?.kind === 'paragraph');
    return block.parts.map((part) => (part.kind === 'link' ? `link:${part.href}` : part.kind === 'text' && part.text));
  };
  assert.deepEqual(address('See https://a.example/x.'), ['See ', 'link:https://a.example/x', '.']);
  assert.deepEqual(address('(https://a.example/b)'), ['(', 'link:https://a.example/b', ')']);
  assert.deepEqual(address('https://a.example/w_(x)'), ['link:https://a.example/w_(x)']);
  assert.deepEqual(address('<https://a.example>'), ['<', 'link:https://a.example', '>']);
});

test('nothing that runs becomes a link, and markup stays text', () => {
  for (const href of [
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/\\evil.example',
    'vbscript:x',
  ])
    assert.deepEqual(parseRichText(`[x](${href})`), [{ kind: 'paragraph', parts: [text(`[x](${href})`)] }]);
  const html = '<script>alert(1)</script><img src=x onerror=alert(1)>';
  assert.deepEqual(parseRichText(html), [{ kind: 'paragraph', parts: [text(html)] }]);
});

test('a text that is long and odd is read in no time', () => {
  const started = performance.now();
  for (const odd of ['*', '[', '](', '**a', '> ', '# ', '- ', 'https://'])
    parseRichText(odd.repeat(20_000 / odd.length));
  assert.ok(performance.now() - started < 2000);
});

test('where there is no room for form, the words are left', () => {
  const source = '# About\nWe **film** *ropes*.\nOften.\n\n- one\n- [two](https://example.org/x)';
  assert.equal(plainText(source), 'About · We film ropes. Often. · one · two');
  assert.equal(plainText(''), '');
});
