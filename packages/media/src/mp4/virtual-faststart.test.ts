import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Mp4Error } from './mp4-error.ts';
import { buildFaststartHead, readTopLevelBox } from './virtual-faststart.ts';
import { u32, u64, writeBox, writeFullBox } from './write-box.ts';

const moovWith = (table: Uint8Array) =>
  writeBox('moov', writeBox('trak', writeBox('mdia', writeBox('minf', writeBox('stbl', table)))));
const head = writeBox('ftyp', [1, 2, 3, 4]);

test('chunk offsets move by the size of moov', () => {
  const moov = moovWith(writeFullBox('stco', {}, u32(2), u32(100), u32(200)));
  const { bytes, restFromBytes } = buildFaststartHead(head, moov);
  assert.equal(restFromBytes, head.length);
  assert.equal(bytes.length, head.length + moov.length);
  assert.deepEqual([...bytes.slice(-8)], [...u32(100 + moov.length), ...u32(200 + moov.length)]);
});

test('offsets near 4 GiB are widened, and move by the size of the wider moov', () => {
  const moov = moovWith(writeFullBox('stco', {}, u32(2), u32(100), u32(2 ** 32 - 4)));
  const { bytes } = buildFaststartHead(head, moov);
  const wider = moov.length + 8;
  assert.equal(bytes.length, head.length + wider);
  assert.deepEqual([...bytes.slice(-16)], [...u64(100 + wider), ...u64(2 ** 32 - 4 + wider)]);
});

test('a table that claims more entries than it has is refused', () => {
  assert.throws(() => buildFaststartHead(head, moovWith(writeFullBox('stco', {}, u32(0xffff_ffff), u32(1)))), {
    code: 'truncated',
  });
  assert.throws(() => readTopLevelBox(Uint8Array.from([...u32(900), 0x6d, 0x64, 0x61, 0x74]), 0, 100), {
    code: 'box-size',
  });
});

test('damaged indexes end in a typed error', () => {
  const moov = moovWith(writeFullBox('stco', {}, u32(1), u32(100)));
  fc.assert(
    fc.property(fc.nat(moov.length - 1), fc.integer({ min: 0, max: 255 }), (offset, value) => {
      const damaged = moov.slice();
      damaged[offset] = value;
      try {
        buildFaststartHead(head, damaged);
      } catch (error) {
        assert.ok(error instanceof Mp4Error);
      }
    }),
  );
});
