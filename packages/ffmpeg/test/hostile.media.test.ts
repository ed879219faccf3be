import assert from 'node:assert/strict';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { mutantOf, type Patch } from '@kinora/testing/mutant';
import * as real from '../src/index.ts';
import { type Attack, assertNeeded, assertRefused, ingestAll, type Package } from './attack.ts';
import {
  aviWithNestedFile,
  claimBoxSize,
  claimPictures,
  ffmpeg,
  manyTracks,
  nestedBoxes,
  withAttachment,
  withMetadata,
} from './hostile-files.ts';
import { processFilm, temporaryFolder } from './process-film.ts';

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
  const asked = await countRequests(async (url) => {
    await writeFile(at('nested-list.avi'), aviWithNestedFile(picture, playlistOf(url)));
    await ingestAll(real, at('nested-list.avi'));
  });
  assert.equal(asked, 0);
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
  const claims: Attack = (target) => assertRefused(target, at('claims.avi'), ['picture_too_large']);
  await claimPictures(at('claims.avi'), 65_535);
  await claims(real);
  // ffmpeg decodes nothing of that size: what is ours is to say so.
  await assertNeeded(claims, [
    {
      file: 'failure-from-stderr.ts',
      from: String.raw`[/Picture size \S+ is invalid|Invalid video size|exceeds specified max pixel count/i, 'picture_too_large'],`,
      to: '',
    },
  ]);
  await makeJpegs('8192x8192', at('large.mov'));
  const large: Attack = (target) => assertRefused(target, at('large.mov'), ['picture_too_large']);
  await large(real);
  await assertNeeded(large, [
    { file: 'input-args.ts', from: "['-max_pixels', String(limits.maxPixels)],", to: '' },
    { file: 'probe.ts', from: 'video.width * video.height > limits.maxPixels', to: 'video.width < 0' },
  ]);
});

test('boxes that claim impossible sizes, or lie ten thousand deep, are damage', async () => {
  const damage: [type: string, size: bigint, codes: string[]][] = [
    ['moov', 1n, ['no_video', 'corrupt']],
    ['moov', 2n ** 63n, ['corrupt']],
    ['mdat', 2n ** 63n, ['corrupt']],
    ['trak', 7n, ['no_video', 'corrupt']],
    ['stsz', 0n, ['ffmpeg_failed', 'corrupt']],
    ['stsz', 2n ** 32n - 1n, ['ffmpeg_failed', 'corrupt']],
  ];
  for (const [type, size, codes] of damage) {
    const path = at(`${type}-${size}.mp4`);
    await copyFile(film, path);
    await claimBoxSize(path, type, size);
    await assertRefused(real, path, codes);
  }
  // 0 is to the end of the file (ISO/IEC 14496-12 §4.2): every picture is there.
  await copyFile(film, at('open.mp4'));
  await claimBoxSize(at('open.mp4'), 'mdat', 0n);
  const { frames } = await ingestAll(real, film);
  assert.deepEqual((await ingestAll(real, at('open.mp4'))).frames, frames);
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
  const attack: Attack = async (target) => {
    const { frames, bytes } = await ingestAll(target, at('attached.mkv'));
    assert.ok(frames.length > 0);
    assert.ok(!bytes.includes(CANARY));
  };
  await attack(real);
  await assertNeeded(attack, [
    {
      file: 'ingest-args.ts',
      from: `['-map', \`0:\${video.streamIndex}\`, '-c:v', 'copy',`,
      to: "['-map', '0', '-c:v', 'copy',",
    },
  ]);
});
