import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { makeFilm, registerAccount, type Shape, startPlatform, uploadFilm, waitForState } from '@kinora/testing';
import { processTreeCpuSeconds } from '../process-tree.ts';
import { type Metric, metric } from '../report.ts';
import { measureArriving } from './arriving-film.ts';
import { measureBusyApi } from './busy-api.ts';

const run = promisify(execFile);

/** The same ladder by one ffmpeg: one decode, split, all renditions encoded: the limit that a chunk engine is held against. */
async function oneFfmpeg(film: string): Promise<{ wallS: number; cpuS: number }> {
  const rungs = [
    [1920, 1080, 6220],
    [1280, 720, 3040],
    [854, 480, 1470],
    [640, 360, 1040],
    [426, 240, 520],
  ] as const;
  const split = `[0:v]split=${rungs.length}${rungs.map((_, i) => `[s${i}]`).join('')}`;
  const scales = rungs.map(([width, height], i) => `[s${i}]scale=${width}:${height},format=yuv420p[v${i}]`);
  const outputs = rungs.flatMap(([, , kbps], i) => [
    ...[
      '-map',
      `[v${i}]`,
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-crf',
      '23',
      '-g',
      '120',
      '-keyint_min',
      '120',
      '-sc_threshold',
      '0',
    ],
    ...[
      '-maxrate',
      `${kbps}k`,
      '-bufsize',
      `${2 * kbps}k`,
      '-f',
      'mp4',
      '-movflags',
      '+frag_keyframe+empty_moov',
      '-y',
      '/dev/null',
    ],
  ]);
  const started = performance.now();
  const { stderr } = await run(
    'ffmpeg',
    ['-v', 'info', '-benchmark', '-nostdin', '-i', film, '-filter_complex', [split, ...scales].join(';'), ...outputs],
    {
      maxBuffer: 2 ** 26,
    },
  );
  const times = /utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr);
  return { wallS: (performance.now() - started) / 1000, cpuS: Number(times?.[1] ?? 0) + Number(times?.[2] ?? 0) };
}

async function process1080(
  shape: Shape,
  film: string,
): Promise<{ wallS: number; cpuS: number; playableS: number; topEndS: number }> {
  await using platform = await startPlatform({ shape, environment: { CHUNK_SECONDS: '20' } });
  const { client } = await registerAccount(platform);
  const cpuBefore = await processTreeCpuSeconds(process.pid);
  // Work begins with the first byte and so does the clock; what is waited for is counted from the last.
  const begun = performance.now();
  const { id } = await uploadFilm(client, film, { chunkBytes: 64 * 2 ** 20 });
  const arrived = performance.now();
  const since = () => (performance.now() - arrived) / 1000;
  await waitForState(client, id, 'playable', { timeoutMs: 600_000 });
  const playableS = since();
  let topEndS = 0;
  for (;;) {
    const video = await client.videos.get(id);
    if (topEndS === 0 && video.playback?.renditions.some((rendition) => rendition.complete)) topEndS = since();
    if (video.state === 'ready') break;
    if (video.state === 'failed') throw new Error(video.failure?.message);
    // Seldom: what it costs to be asked is no part of processing.
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const wallS = (performance.now() - begun) / 1000;
  await platform.settle();
  return { wallS, cpuS: (await processTreeCpuSeconds(process.pid)) - cpuBefore, playableS, topEndS };
}

/** One 1080p film of 60 s, passed through and with every rendition encoded, against one ffmpeg in the same run. */
export async function vod({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  const common = { seconds: 60, width: 1920, height: 1080, fps: '30', bitrateBps: 8_000_000, audio: 'normal' } as const;
  const film = await makeFilm(common);
  // A rotation flag forbids passing the source's packets on; the picture and the work are the same.
  const rotated = await makeFilm({ ...common, rotation: 180 });
  const { size } = await stat(film);
  const reference = await oneFfmpeg(film);
  const passed = await process1080(shape, film);
  const encoded = await process1080(shape, rotated);
  const indexFirst = await measureArriving(shape, film);
  const indexLast = await measureArriving(shape, await makeFilm({ ...common, moovLast: true }));
  const busyMs = await measureBusyApi(shape, rotated);
  return {
    'film size': metric(size / 1e6, 'MB'),
    'one ffmpeg, wall': metric(reference.wallS, 's'),
    'one ffmpeg, CPU': metric(reference.cpuS, 's'),
    'every rendition encoded, wall ÷ one ffmpeg': metric(encoded.wallS / reference.wallS, '', '<= 1.1'),
    'every rendition encoded, CPU ÷ one ffmpeg': metric(encoded.cpuS / reference.cpuS, '', '<= 1.1'),
    'with passthrough, wall ÷ one ffmpeg that encodes all': metric(passed.wallS / reference.wallS, '', '<= 0.65'),
    'with passthrough, CPU ÷ one ffmpeg that encodes all': metric(passed.cpuS / reference.cpuS, '', '<= 0.65'),
    'at 20 Mbit/s playable after the first byte, index first': metric(indexFirst.playableS, 's', '<= 5'),
    'at 20 Mbit/s playable after the first byte, index last': metric(indexLast.playableS, 's', '<= 5'),
    'at 20 Mbit/s played to the end after the last byte, index first': metric(indexFirst.topEndS, 's', '<= 1'),
    'at 20 Mbit/s played to the end after the last byte, index last': metric(indexLast.topEndS, 's', '<= 1'),
    'at once, playable after the last byte': metric(passed.playableS, 's'),
    'at once, top rendition to its end after the last byte': metric(passed.topEndS, 's'),
    'at once, playable after the last byte, passthrough refused': metric(encoded.playableS, 's', '<= 4'),
    'API while two films are encoded, p99': metric(busyMs, 'ms', '<= 250'),
  };
}
