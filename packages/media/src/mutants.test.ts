import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutantOf, type Patch } from '@kinora/testing/mutant';
import * as real from './index.ts';
import { u32, u64, writeBox, writeFullBox } from './mp4/write-box.ts';

// Bad input of each kind, and that its test is red without what stands against it.

type Package = typeof real;
type Attack = (target: Package) => void | Promise<void>;

const off = (file: string, from: string, to = ''): Patch => ({ file, from, to });

function defend(name: string, attack: Attack, mutants: readonly Patch[]): void {
  test(name, async () => {
    await attack(real);
    for (const patch of mutants) {
      await using mutant = await mutantOf<Package>('packages/media', [patch]);
      await assert.rejects(async () => attack(mutant.module), assert.AssertionError, `not needed: ${patch.from}`);
    }
  });
}

const named = (type: string) => Buffer.from(type, 'latin1');
const claiming = (size: number, type: string, rest: Iterable<number> = new Uint8Array(16)) =>
  Uint8Array.from([...u32(size), ...named(type), ...rest]);
const claiming64 = (size: bigint, type: string) => {
  const wide = Buffer.alloc(8);
  wide.writeBigUInt64BE(size);
  return claiming(1, type, [...wide, ...new Uint8Array(16)]);
};

/** What a stream of these bytes is refused for; nothing else may come out of it. */
function refusalOf(target: Package, bytes: Uint8Array, options: { maxBoxBytes?: number } = {}): string {
  const parser = new target.FragmentParser(options);
  const events = [...parser.push(bytes), ...parser.end()];
  const [event] = events;
  return events.length === 1 && event?.type === 'error' ? event.error.code : JSON.stringify(events);
}

/** The code of the error that it is documented to throw. */
function codeOf(target: Package, work: () => unknown): string {
  try {
    work();
    return 'accepted';
  } catch (error) {
    assert.ok(error instanceof target.Mp4Error || error instanceof target.CaptionError, `${error}`);
    return error.code;
  }
}

const BOX = 'mp4/box.ts';
const PARSER = 'mp4/fragment-parser.ts';
const FASTSTART = 'mp4/virtual-faststart.ts';

defend(
  'a box in a stream that claims 0, 1, 7 or 2^63 bytes ends it',
  (target) => {
    assert.equal(refusalOf(target, claiming(0, 'mdat')), 'unsupported');
    assert.equal(refusalOf(target, claiming(7, 'mdat')), 'box-size');
    for (const size of [0n, 1n, 15n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n])
      assert.equal(refusalOf(target, claiming64(size, 'mdat')), 'box-size', `64 bits of ${size}`);
    assert.equal(refusalOf(target, claiming(2_000, 'mdat'), { maxBoxBytes: 1_000 }), 'too-large');
  },
  [
    // Waited for and not passed over, which would never end.
    off(
      PARSER,
      "if (header.size === 0) throw new Mp4Error('unsupported', 'a box of open length');",
      "if (header.size === 0) return 'wait';",
    ),
    off(BOX, 'size32 !== 0 && size32 < 8', 'size32 < 0'),
    off(BOX, 'size < 16 || ', 'size < 0 || '),
    off(BOX, ' || !Number.isSafeInteger(size)'),
    off(PARSER, 'header.size > this.#maxBoxBytes', 'header.size < 0'),
  ],
);

const moovOf = (...children: Uint8Array[]) => writeBox('moov', ...children);
const tableIn = (table: Uint8Array) =>
  moovOf(writeBox('trak', writeBox('mdia', writeBox('minf', writeBox('stbl', table)))));

/** Boxes in boxes, each as large as the rest. */
function nested(depth: number): Uint8Array {
  const bytes = Buffer.alloc(depth * 8);
  for (let level = 0; level < depth; level++) {
    bytes.writeUInt32BE(bytes.length - level * 8, level * 8);
    bytes.write(level === 0 ? 'moov' : 'trak', level * 8 + 4, 'latin1');
  }
  return bytes;
}

defend(
  'an index whose boxes overlap, lie ten thousand deep or are ten thousand is refused',
  (target) => {
    const head = writeBox('ftyp', [1, 2, 3, 4]);
    const refusal = (moov: Uint8Array) => codeOf(target, () => target.buildFaststartHead(head, moov));
    assert.equal(refusal(moovOf(claiming(1_000, 'trak', writeBox('free')))), 'box-size');
    assert.equal(refusal(moovOf(claiming(0, 'trak'))), 'box-size');
    assert.equal(refusal(nested(10_000)), 'too-deep');
    assert.equal(refusal(moovOf(...Array.from({ length: 10_000 }, () => writeBox('trak')))), 'too-many');
    const before = process.memoryUsage().arrayBuffers;
    assert.equal(refusal(tableIn(writeFullBox('stco', {}, u32(2 ** 32 - 1), u32(1)))), 'truncated');
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 26, 'no room is taken for what it claims');
    assert.equal(refusal(new Uint8Array(257 * 2 ** 20)), 'too-large');
  },
  [
    off(BOX, 'header.size === 0 || header.size > bytes.length - offset', 'header.size === 0'),
    off(BOX, 'depth > MAX_DEPTH', 'depth < 0'),
    off(BOX, 'boxes.length >= MAX_CHILDREN', 'boxes.length < 0'),
    off(FASTSTART, 'count * (wideInput ? 8 : 4) > reader.remaining', 'count < 0'),
    off(FASTSTART, 'moov.length > MAX_MOOV_BYTES', 'moov.length < 0'),
  ],
);

defend(
  'looking for an index at the end asks for few headers, and trusts none that leads out of the file',
  async (target) => {
    let reads = 0;
    const find = (file: Uint8Array) =>
      target.findTrailingMoov(async (start, end) => {
        reads++;
        return file.subarray(start, end);
      }, file.length);
    assert.equal(await find(Buffer.concat(Array.from({ length: 5_000 }, () => writeBox('free')))), undefined);
    assert.ok(reads <= 1_000, `${reads} headers`);
    const cut = Buffer.concat([writeBox('ftyp'), writeBox('mdat'), claiming(1_000, 'moov')]);
    assert.equal(await find(cut), undefined);
    for (const size of [0n, 1n, 2n ** 63n])
      assert.equal(await find(Buffer.concat([writeBox('ftyp'), claiming64(size, 'mdat')])), undefined);
    const offset = 2 ** 32 + 40;
    const behind = target.readTopLevelBox(
      Uint8Array.from([...u32(1), ...named('moov'), ...u64(500)]),
      offset,
      offset + 500,
    );
    assert.deepEqual(behind, { type: 'moov', offsetBytes: offset, sizeBytes: 500 });
  },
  [
    off(FASTSTART, ' && boxes < MAX_TOP_LEVEL_BOXES'),
    off(FASTSTART, 'sizeBytes > fileBytes - offsetBytes', 'sizeBytes < 0'),
  ],
);

const CUE_TEXT = 'captions/cue-text.ts';
const CAPTIONS = 'captions/parse-captions.ts';
const captionsOf = (text: string) => `WEBVTT\n\n00:01.000 --> 00:02.000\n${text}\n`;

defend(
  'a script in a caption is words',
  (target) => {
    const kept = (text: string) => target.parseCaptions(captionsOf(text))[0]?.text;
    assert.equal(kept('<script>alert(1)</script>'), 'alert(1)');
    assert.equal(kept('<img src=x onerror=alert(1)>x'), 'x');
    assert.equal(kept('&lt;script&gt;x'), '&lt;script&gt;x');
    assert.equal(kept('<v a&lt;b onclick=x>hi'), '<v a&lt;b onclick=x>hi</v>');
    assert.equal(kept('<c.kp-menu.red>hi'), '<c.red>hi</c>');
    assert.equal(kept(`${'<b>'.repeat(60)}deep`), `${'<b>'.repeat(8)}deep${'</b>'.repeat(8)}`);
    assert.equal(kept('nul \0'), 'nul \ufffd');
  },
  [
    off(CUE_TEXT, 'if (!TAGS.has(tag.name)) continue;'),
    off(CUE_TEXT, ".replaceAll('<', '&lt;')"),
    off(CUE_TEXT, 'COLOURS.has(each)', 'each'),
    off(CUE_TEXT, 'if (open.length >= MAX_DEPTH) continue;'),
    off(CUE_TEXT, ".replaceAll('\\0', '\\ufffd')"),
  ],
);

defend(
  'a million captions, or one without an end, are refused',
  (target) => {
    const cue = '0:01.0-->0:02.0\nx\n\n';
    const refusal = (text: string) => codeOf(target, () => target.parseCaptions(text));
    const began = performance.now();
    assert.equal(refusal(cue.repeat(1_000_000)), 'too-large');
    assert.ok(performance.now() - began < 1_000, 'at once');
    assert.equal(refusal(cue.repeat(target.MAX_CAPTION_CUES + 1)), 'too-many');
    assert.equal(refusal(captionsOf('line\n'.repeat(500))), 'too-large');
    assert.equal(refusal(captionsOf('&'.repeat(20_000))), 'too-large');
  },
  [
    off(CAPTIONS, 'text.length > MAX_CAPTION_CHARS', 'text.length < 0'),
    off(CAPTIONS, 'this.#cues.length === MAX_CAPTION_CUES', 'this.#cues.length < 0'),
    off(CAPTIONS, 'words.length > MAX_CUE_CHARS || ', ''),
  ],
);

const FAST = {
  ...{ codec: 'h264', pixFmt: 'yuv420p', width: 640, height: 360, sar: 1, rotation: 0, copyable: true },
  ...{ fpsNum: 1_000, fpsDen: 1, bitrateBps: 500_000 },
};

defend(
  'a thousand pictures per second are neither passed through nor encoded',
  (target) => {
    assert.deepEqual(target.passthroughReasons(FAST), ['frame-rate']);
    for (const { name, fpsNum, fpsDen } of target.planLadder(FAST)) assert.ok(fpsNum / fpsDen <= 60, name);
  },
  [
    off('ladder/plan-ladder.ts', 'fps > MAX_FPS]', 'fps < 0]'),
    off('ladder/plan-ladder.ts', 'excess <= 1 ?', 'excess > 0 ?'),
  ],
);
