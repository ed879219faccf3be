import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairCaptions } from './captions-beside.ts';

test('captions go with the film of their name, in the language that they name', () => {
  const names = ['a.b.mp4', 'a.b.srt', 'a.b.pt-BR.vtt', 'a.mov', 'a.EN.SRT', 'lone.srt', 'a.notes of mine.srt'];
  const { films, captions, alone } = pairCaptions(names.map((name) => ({ name })));
  assert.deepEqual(
    films.map(({ name }) => name),
    ['a.b.mp4', 'a.mov'],
  );
  assert.deepEqual(
    [...captions].map(([film, of]) => [film.name, of.map(({ file, language }) => [file.name, language])]),
    [
      [
        'a.b.mp4',
        [
          ['a.b.srt', null],
          ['a.b.pt-BR.vtt', 'pt-BR'],
        ],
      ],
      ['a.mov', [['a.EN.SRT', 'EN']]],
    ],
  );
  assert.deepEqual(
    alone.map(({ name }) => name),
    ['lone.srt', 'a.notes of mine.srt'],
  );
});
