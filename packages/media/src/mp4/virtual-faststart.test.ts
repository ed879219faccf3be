import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Mp4Error } from './mp4-error.ts';
import { buildFaststartHead, findTrailingMoov, readTopLevelBox } from './virtual-faststart.ts';
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

const fileOf = (...boxes: Uint8Array[]) => Buffer.concat(boxes);
const trailingMoov = (file: Uint8Array) =>
  findTrailingMoov(async (start, end) => file.subarray(start, end), file.length);
const moov = moovWith(writeFullBox('stco', {}, u32(1), u32(100)));
const mdat = writeBox('mdat', new Uint8Array(500));

test('an index at the end is found by the headers of the boxes, behind media of any size', async () => {
  const found = await trailingMoov(fileOf(head, writeBox('free'), mdat, moov));
  assert.deepEqual(found, { type: 'moov', offsetBytes: head.length + 8 + mdat.length, sizeBytes: moov.length });
  const wide = Uint8Array.from([...u32(1), ...Buffer.from('mdat'), ...u64(16 + 300), ...new Uint8Array(300)]);
  assert.equal((await trailingMoov(fileOf(head, wide, moov)))?.offsetBytes, head.length + 316);
});

test('there is no index to send ahead where it comes first, is missing, or the file is something else', async () => {
  const endless = Uint8Array.from([...u32(0), ...Buffer.from('mdat'), ...new Uint8Array(50)]);
  const files = [
    fileOf(head, moov, mdat),
    fileOf(head, mdat),
    fileOf(head, endless),
    fileOf(head, mdat, moov).subarray(0, -1),
    Buffer.from('\x1aE\xdf\xa3 and so on, like a Matroska file'),
    Buffer.alloc(100),
    Buffer.alloc(0),
  ];
  for (const file of files) assert.equal(await trailingMoov(file), undefined);
});

test('looking for an index ends, whatever the file is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), async (bytes) => {
      let reads = 0;
      const read = async (start: number, end: number) => {
        reads++;
        return bytes.subarray(start, end);
      };
      const found = await findTrailingMoov(read, bytes.length);
      assert.ok(reads <= 1000);
      assert.ok(!found || found.offsetBytes + found.sizeBytes <= bytes.length);
    }),
  );
});
