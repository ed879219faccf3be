import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@kinora/kernel';
import fc from 'fast-check';
import { cleanFileName, parseBytes, parseChecksum, parseMetadata, titleFromFileName } from './tus.ts';

test('metadata is read as tus writes it', () => {
  const header = `filename ${Buffer.from('first water.mov').toString('base64')},empty,videoId YWJj`;
  const values = parseMetadata(header);
  assert.equal(values.get('filename'), 'first water.mov');
  assert.equal(values.get('empty'), '');
  assert.equal(values.get('videoId'), 'abc');
});

test('metadata that nobody should send is refused with a code, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 6000 }), (header) => {
      try {
        parseMetadata(header);
      } catch (error) {
        assert.ok(error instanceof AppError);
      }
    }),
  );
});

test('lengths are whole numbers that fit', () => {
  assert.equal(parseBytes('17'), 17);
  for (const bad of [undefined, '', '-1', '1.5', '1e3', '18446744073709551616', '9007199254740993', ' 1']) {
    assert.equal(parseBytes(bad), undefined, String(bad));
  }
});

test('unknown checksum algorithms are refused', () => {
  assert.equal(parseChecksum(undefined), undefined);
  assert.equal(parseChecksum('sha1 Lve95gjOVATpfV8EL5X4nxwjKHE=')?.algorithm, 'sha1');
  assert.throws(() => parseChecksum('crc32 AAAA'));
  assert.throws(() => parseChecksum('sha1 !!'));
});

test('names from people lose paths and characters that deceive', () => {
  assert.equal(cleanFileName('../../etc/passwd'), 'passwd');
  assert.equal(cleanFileName('C:\\films\\a.mp4'), 'a.mp4');
  assert.equal(cleanFileName('evil\u202e4pm.exe\0\n'), 'evil4pm.exe');
  assert.equal(titleFromFileName('first_water-final.MOV'), 'first water-final');
});
