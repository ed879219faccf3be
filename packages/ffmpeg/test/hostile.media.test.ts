import assert from 'node:assert/strict';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Mutant, mutantOf, type Patch } from '@kinora/testing';
import * as real from '../src/index.ts';
import {
  aviWithNestedFile,
  claimBoxSize,
  claimHugePictures,
  ffmpeg,
  manyTracks,
  nestedBoxes,
  withAttachment,
  withMetadata,
} from './hostile-files.ts';
import { decodedPts, processFilm, temporaryFolder } from './process-film.ts';

type Package = typeof real;
type Attack = (target: Package) => Promise<void>;

/** From the first byte to the refusal, on a machine that has other things to do. */
const WITHIN_MS = 5_000;
const CANARY = 'canary-77c1f0e2';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let film: string;
const at = (name: string) => join(folder.path, name);
before(async () => {
  folder = await temporaryFolder();
  film = at('film.mp4');
  await real.generateFilm({ path: film, seconds: 4, width: 160, height: 120, bitrateBps: 100_000 });
});
after(() => folder[Symbol.asyncDispose]());

/** It is red with the defence off: otherwise it would say nothing of it. */
async function assertNeeded(attack: Attack, patches: readonly Patch[]): Promise<void> {
  await using mutant: Mutant<Package> = await mutantOf<Package>('packages/ffmpeg', patches);
  await assert.rejects(attack(mutant.module), assert.AssertionError);
}

/** The probe, and if it says yes the ingest pass, ends in time with this reason. */
async function assertRefused(target: Package, path: string, codes: string[]): Promise<void> {
  const began = performance.now();
  let code = 'accepted';
  try {
    const probed = await target.probe({ path });
    await target.ingest({
      source: path,
      probe: probed,
      onVideoInit: () => undefined,
      onVideoSegment: () => undefined,
      onAudioInit: () => undefined,
      onAudioSegment: () => undefined,
    });
  } catch (error) {
    assert.ok(error instanceof target.MediaFailure, `${error}`);
    code = error.code;
  }
  assert.ok(codes.includes(code), `${path} is ${code}, not ${codes.join(' or ')}`);
  assert.ok(performance.now() - began < WITHIN_MS, 'it takes too long');
}

/** Counts who asks a web server of ours while `body` runs. */
async function countRequests(body: (url: string) => Promise<void>): Promise<number> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests++;
    response.end(CANARY);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}/film.ts`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return requests;
}

const playlistOf = (url: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n${url}\n#EXT-X-ENDLIST\n`;

test('a playlist that says it is a film is not opened, nor what it names', async () => {
  const attack: Attack = async (target) => {
    const asked = await countRequests(async (url) => {
      await writeFile(at('list.mp4'), playlistOf(url));
      await assertRefused(target, at('list.mp4'), ['playlist_refused']);
    });
    assert.equal(asked, 0);
  };
  await attack(real);
  await assertNeeded(attack, [
    {
      file: 'sniff-container.ts',
      from: 'return { ok: false, code: refusal };',
      to: "return { ok: true, demuxer: 'mov' };",
    },
  ]);
});

test('a file that is taken for a playlist after all reaches no network', async () => {
  const hls: Patch = {
    file: 'sniff-container.ts',
    from: 'if (refusal) return { ok: false, code: refusal };',
    to: "if (refusal) return { ok: true, demuxer: 'hls' as Demuxer };",
  };
  const attack = async (patches: Patch[]) => {
    await using mistaken = await mutantOf<Package>('packages/ffmpeg', [hls, ...patches]);
    const asked = await countRequests(async (url) => {
      await writeFile(at('list.m3u8'), playlistOf(url));
      await mistaken.module.probe({ path: at('list.m3u8') }).catch(() => undefined);
    });
    assert.equal(asked, 0);
  };
  await attack([]);
  await assert.rejects(
    attack([
      {
        file: 'input-args.ts',
        from: "['-protocol_whitelist', protocol]",
        to: "['-protocol_whitelist', 'file,http,tcp']",
      },
      { file: 'input-args.ts', from: "['-format_whitelist', demuxer],", to: '' },
    ]),
    assert.AssertionError,
  );
});

test('a playlist in the subtitles of an AVI is not opened', async () => {
  const jpeg = at('picture.jpg');
  await ffmpeg(['-f', 'lavfi', '-i', 'testsrc2=size=320x240', '-frames:v', '1', jpeg]);
  const picture = await readFile(jpeg);
  const attack: Attack = async (target) => {
    await writeFile(at('nested.avi'), aviWithNestedFile(picture, `1\n00:00:00,000 --> 00:00:01,000\n${CANARY}\n`));
    const { subtitles } = await target.probe({ path: at('nested.avi') });
    assert.deepEqual(
      subtitles.map(({ codec }) => codec).filter((codec) => codec === 'subrip'),
      [],
    );
  };
  await attack(real);
  await assertNeeded(attack, [{ file: 'input-args.ts', from: "['-format_whitelist', demuxer],", to: '' }]);
});

test('a thousand tracks are too many', async () => {
  await manyTracks(at('tracks.mov'), 1_000);
  const attack: Attack = (target) => assertRefused(target, at('tracks.mov'), ['too_many_streams']);
  await attack(real);
  await assertNeeded(attack, [
    { file: 'input-args.ts', from: "['-max_streams', String(limits.maxStreams)],", to: "['-max_streams', '5000']," },
  ]);
});

test('of fifty thousand chapters the first thousand are kept', async () => {
  await withMetadata(film, at('chapters.mkv'), { chapters: 50_000, titleBytes: 0 });
  const attack: Attack = async (target) => {
    const { chapters } = await target.probe({ path: at('chapters.mkv') });
    assert.equal(chapters.length, 1_000);
  };
  await attack(real);
  await assertNeeded(attack, [{ file: 'probe-output.ts', from: 'chapters.slice(0, MAX_CHAPTERS)', to: 'chapters' }]);
});

test('more metadata than a film has any use for is not read', async () => {
  await withMetadata(film, at('metadata.mkv'), { chapters: 0, titleBytes: 10_000_000 });
  const probed = await real.probe({ path: at('metadata.mkv') });
  assert.ok(!JSON.stringify(probed).includes('tttt'), 'ten megabytes of title go nowhere');
  await withMetadata(film, at('more.mkv'), { chapters: 50_000, titleBytes: 14_000_000 });
  const attack: Attack = (target) => assertRefused(target, at('more.mkv'), ['corrupt']);
  await attack(real);
  await assertNeeded(attack, [{ file: 'probe.ts', from: 'size > MAX_OUTPUT_BYTES', to: 'size < 0' }]);
});

test('pictures that are too large are refused by what they say and by what they are', async () => {
  const makeJpegs = (size: string, path: string) =>
    ffmpeg([
      '-f',
      'lavfi',
      '-i',
      `color=size=${size}:rate=1:duration=2`,
      '-pix_fmt',
      'yuvj420p',
      '-c:v',
      'mjpeg',
      path,
    ]);
  await makeJpegs('320x240', at('claims.avi'));
  await claimHugePictures(at('claims.avi'));
  await assertRefused(real, at('claims.avi'), ['picture_too_large', 'corrupt']);
  await makeJpegs('8192x8192', at('large.mov'));
  const attack: Attack = (target) => assertRefused(target, at('large.mov'), ['picture_too_large']);
  await attack(real);
  await assertNeeded(attack, [
    { file: 'input-args.ts', from: "['-max_pixels', String(limits.maxPixels)],", to: '' },
    { file: 'probe.ts', from: 'video.width * video.height > limits.maxPixels', to: 'video.width < 0' },
  ]);
});

test('boxes that claim impossible sizes, or lie ten thousand deep, are damage', async () => {
  for (const [type, size] of [
    ['moov', 0n],
    ['moov', 1n],
    ['moov', 2n ** 63n],
    ['mdat', 0n],
    ['mdat', 2n ** 63n],
    ['trak', 7n],
    ['stsz', 2n ** 32n - 1n],
  ] as const) {
    const path = at(`${type}-${size}.mp4`);
    await copyFile(film, path);
    await claimBoxSize(path, type, size);
    await assertRefused(real, path, ['corrupt', 'accepted', 'no_video', 'ffmpeg_failed']);
  }
  await writeFile(at('nested.mp4'), nestedBoxes(10_000));
  await assertRefused(real, at('nested.mp4'), ['corrupt', 'no_video']);
});

test('what is attached to a Matroska film stays in it', async () => {
  await withAttachment(film, at('attached.mkv'), CANARY);
  const out = at('attached');
  await processFilm(at('attached.mkv'), out);
  for (const name of await readdir(out, { recursive: true })) {
    assert.doesNotMatch(name, /ttf/);
    const bytes = await readFile(join(out, name)).catch(() => Buffer.alloc(0));
    assert.ok(!bytes.includes(CANARY), name);
  }
});

const strange: [name: string, file: string, args: string[]][] = [
  ['two pictures six hours apart', 'apart.mp4', ['color=size=160x120:rate=1/21600:duration=43200']],
  ['a thousand pictures per second', 'fast.mp4', ['testsrc2=size=160x120:rate=1000:duration=4']],
  [
    'times before zero',
    'negative.mkv',
    ['testsrc2=size=160x120:rate=25:duration=6', '-output_ts_offset', '-3', '-avoid_negative_ts', 'disabled'],
  ],
];
for (const [name, file, [graph = '', ...args]] of strange) {
  test(`${name} are shown as they are, or refused with a reason`, async (t) => {
    await ffmpeg(['-f', 'lavfi', '-i', graph, '-c:v', 'libx264', '-preset', 'ultrafast', ...args, at(file)]);
    try {
      const { ladder, playlists } = await processFilm(at(file), at(`${file}-out`));
      for (const { name } of ladder) {
        const pts = await decodedPts(playlists.get(name) ?? '');
        assert.ok(pts.length > 0 && pts[0] === 0, `${name} begins at ${pts[0]}`);
        assert.ok(
          pts.every((time, index) => index === 0 || time > (pts[index - 1] ?? 0)),
          `${name} goes forward`,
        );
      }
    } catch (error) {
      assert.ok(error instanceof real.MediaFailure, `${error}`);
      t.diagnostic(`${error.code}: ${error.detail}`);
    }
  });
}
