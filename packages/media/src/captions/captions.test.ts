import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CaptionError, type Cue, MAX_CAPTION_CHARS, MAX_CAPTION_CUES } from './cue.ts';
import { plainCueText, rewriteCueText } from './cue-text.ts';
import { parseCaptions } from './parse-captions.ts';
import { writeCaptions } from './write-captions.ts';

const vtt = `WEBVTT - of the harbour
Kind: captions

STYLE
::cue { background: url(https://evil.example/) }

REGION
id:fred

NOTE nobody sees this

intro
00:01.000 --> 00:04.500 align:start position:10%
<v Marta>The <b>oak</b> goes <c.yellow.evil>stiff</c>

00:00:04.500 --> 00:00:06.000 line:0
Up here
`;

test('WebVTT is read without its styles, regions, notes and names', () => {
  assert.deepEqual(parseCaptions(vtt), [
    { startMs: 1000, endMs: 4500, text: '<v Marta>The <b>oak</b> goes <c.yellow>stiff</c></v>' },
    { startMs: 4500, endMs: 6000, text: 'Up here', top: true },
  ]);
});

test('SubRip is read with any line ends, a BOM, a missing empty line, a place at the top and its own tags', () => {
  const srt =
    '\ufeff1\r\n00:00:01,5 --> 00:00:02,000\r\n<font color="red">Tom & Jerry</font>\r\n<i>run\r\n2\r\n' +
    '0:00:03,000 --> 0:00:04,000\r\n{\\an8}a < b\r\n\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n';
  assert.deepEqual(parseCaptions(srt), [
    { startMs: 1500, endMs: 2000, text: 'Tom &amp; Jerry\n<i>run</i>' },
    { startMs: 3000, endMs: 4000, text: 'a &lt; b', top: true },
  ]);
  assert.deepEqual(parseCaptions(srt.replaceAll('\r\n', '\r')), parseCaptions(srt));
});

test('captions are sorted, times before the film or beyond any are clamped, and none is too short to be seen', () => {
  const text = [
    '9:00:00.000 --> 9:00:01.000',
    '-00:00:02.000 --> 00:03.000',
    '00:05.000 --> 00:04.000',
    '9999:00:00.000 --> 9999:00:01.000',
  ];
  const cues = parseCaptions(text.map((times, index) => `${times}\n${index}`).join('\n\n'));
  assert.deepEqual(
    cues.map(({ startMs, endMs, text: word }) => [startMs, endMs, word]),
    [
      [0, 3000, '1'],
      [5000, 6000, '2'],
      [32_400_000, 32_401_000, '0'],
      [359_998_999, 359_999_999, '3'],
    ],
  );
});

test('what is no caption is refused with a reason', () => {
  const code = (text: string) => {
    try {
      return parseCaptions(text).length;
    } catch (error) {
      assert.ok(error instanceof CaptionError);
      return error.code;
    }
  };
  assert.equal(code(''), 'not-captions');
  assert.equal(code('WEBVTT\n\n'), 'not-captions');
  assert.equal(code('<html>--></html>'), 'not-captions');
  assert.equal(code('00:01.000 --> 00:02.000\n<b></b>&#32;\n'), 'empty');
  assert.equal(code('x'.repeat(MAX_CAPTION_CHARS + 1)), 'too-large');
  assert.equal(code(`00:01.000 --> 00:02.000\n${'line\n'.repeat(1000)}`), 'too-large');
  assert.equal(code(`00:01.000 --> 00:02.000\n${'&'.repeat(2000)}`), 1);
  assert.equal(code(`00:01.000 --> 00:02.000\n${'&'.repeat(2001)}`), 'too-large');
  const cue = '0:01.0-->0:02.0\nx\n\n';
  assert.equal(code(cue.repeat(MAX_CAPTION_CUES)), MAX_CAPTION_CUES);
  assert.equal(code(cue.repeat(MAX_CAPTION_CUES + 1)), 'too-many');
  assert.equal(code(cue.repeat(1_000_000)), 'too-large', 'a million of them');
});

test('nothing but words and known tags comes out of a caption', () => {
  const cases: [string, string][] = [
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<img src=x onerror=alert(1)>x', 'x'],
    ['<v a" onclick="x&gt;<b>>hi', '&lt;v a" onclick="x&gt;<b>&gt;hi</b>'],
    ['<c.kp-message.yellow>hi', '<c.yellow>hi</c>'],
    ['<00:01.000>sing <lang de>along</lang>', 'sing along'],
    ['<v \u0001-->nobody', '<v>nobody</v>'],
    ['one --> two', 'one --&gt; two'],
    ['nul \0 here', 'nul \ufffd here'],
    ['a\n\n\n b \u2028\nc', 'a\nb\nc'],
    ['<i>open <b>both</i> over', '<i>open <b>both</b></i> over'],
    ['</i></b>closed', 'closed'],
    ['<ruby>漢<rt>kan</rt></ruby>', '<ruby>漢<rt>kan</rt></ruby>'],
    ['&lt;b&gt; &#65;&#x42; &#0;&#xd800; &unknown; AT&T', '&lt;b&gt; AB  &amp;unknown; AT&amp;T'],
    [`${'<b>'.repeat(50)}deep`, `${'<b>'.repeat(8)}deep${'</b>'.repeat(8)}`],
    ['\ud800 alone', '\ufffd alone'],
  ];
  for (const [from, to] of cases) assert.equal(rewriteCueText(from), to, from);
  assert.equal(plainCueText('<v Marta>Tom &amp; <i>Jerry</i>'), 'Tom & Jerry');
});

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '<',
    '>',
    '&',
    '-->',
    '<b>',
    '</b>',
    '<v ',
    '<c.red.x>',
    '&lt;',
    '&amp;',
    '&#60;',
    '\0',
    '\n',
    '\r',
    '{\\an8}',
    '\ufeff',
  ),
  fc.constantFrom(
    'WEBVTT\n\n',
    '\n\n',
    'STYLE\n',
    'NOTE ',
    '1\n',
    '00:01.000 --> 00:02.000\n',
    '-1:00:00,5 --> 99999:00:00.000',
  ),
);
const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(''));

test('any text is read or refused with a reason, and what is written is read back the same', () => {
  fc.assert(
    fc.property(text, (input) => {
      let cues: Cue[];
      try {
        cues = parseCaptions(input);
      } catch (error) {
        if (error instanceof CaptionError) return;
        throw error;
      }
      const written = writeCaptions(cues);
      assert.deepEqual(parseCaptions(written), cues);
      assert.doesNotMatch(written.replaceAll(/^[\d:.]+ --> [\d:.]+(?: line:0)?$/gm, ''), /-->/);
    }),
    { numRuns: 2000 },
  );
});

test('a rewritten caption holds only our tags and is not changed by writing it again', () => {
  fc.assert(
    fc.property(text, (input) => {
      const once = rewriteCueText(input);
      assert.equal(rewriteCueText(once), once);
      assert.doesNotMatch(once, /\0|\r|\n\n|-->/);
      const rest = once.replaceAll(
        /<\/?(?:b|i|u|ruby|rt|v|c)>|<v [^<>]+>|<c(?:\.(?:white|lime|cyan|red|yellow|magenta|blue|black))+>/g,
        '',
      );
      assert.doesNotMatch(rest, /[<>]/);
      assert.doesNotMatch(rest, /&(?!(?:amp|lt|gt);)/);
    }),
    { numRuns: 2000, examples: [['<v \u0001>'], ['<v a \u0001>']] },
  );
});
