import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { makeSource, registerAccount, type Shape, startPlatform, uploadFilm, waitForState } from '@kinora/testing';
import { mediaUrl } from '../../e2e/http.ts';
import { type Metric, metric } from '../report.ts';

const run = promisify(execFile);

/** No rendition of ours is the source itself: that is in 4:2:2. */
const ENCODE = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-g', '50', '-pix_fmt', 'yuv422p'];
const SECONDS = 12;

interface Size {
  width: number;
  height: number;
}

interface Content extends Size {
  /** A source of ffmpeg's. */
  picture: (size: Size) => string;
  /** What there is to see, where somebody made it larger. */
  enlargedFrom?: Size;
}

const slides = ({ width, height }: Size) =>
  `testsrc2=s=${width}x${height}:r=25:d=${SECONDS},select=not(mod(n\\,100)),fps=25`;
/** A camera that moves over a picture, with grain. */
const film = ({ width, height }: Size) =>
  [
    `mandelbrot=s=${2 * width}x${2 * height}:r=25:start_scale=0.5,select=eq(n\\,0),loop=-1:1,setpts=N/25/TB,gblur=1`,
    `crop=${width}:${height}:x=n*${width}/320:y=n*${height}/360,trim=duration=${SECONDS},noise=alls=4:allf=t`,
  ].join();
const noise = ({ width, height }: Size) => `testsrc2=s=${width}x${height}:r=25:d=${SECONDS},noise=alls=20:allf=t`;

const HD = { width: 1280, height: 720 };
/** Each as sharp as its size, and as people have them who made a small one larger. Of noise every line more is better. */
const CONTENTS: Record<string, Content> = {
  slides: { picture: slides, ...HD },
  film: { picture: film, ...HD },
  noise: { picture: noise, ...HD },
  'enlarged slides': { picture: slides, width: 1920, height: 1080, enlargedFrom: { width: 640, height: 360 } },
  'enlarged film': { picture: film, ...HD, enlargedFrom: { width: 320, height: 180 } },
};

interface Rung {
  name: string;
  bytes: number;
  leftOut: boolean;
  path: string;
}

/**
 * What is saved by leaving renditions out of the ladder: bytes of all of them, and how like the source the best one is on a
 * screen of the source's size, before and after, over the whole film by ffmpeg's own filter.
 */
export async function ladder({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  const metrics: Record<string, Metric> = {};
  for (const [name, { picture, enlargedFrom, ...size }] of Object.entries(CONTENTS)) {
    const graph = `${picture(enlargedFrom ?? size)},scale=${size.width}:${size.height}`;
    const path = await makeSource({
      name: `${name} for its ladder`,
      extension: 'mp4',
      film: { seconds: SECONDS, ...size },
      made: [['-f', 'lavfi', '-i', graph, ...ENCODE, '-t', String(SECONDS), '{out}']],
    });
    const rungs = await processed(shape, path);
    const kept = rungs.filter(({ leftOut }) => !leftOut);
    const sum = (of: Rung[]) => of.reduce((bytes, rung) => bytes + rung.bytes, 0);
    const ssims = new Map<Rung, number>();
    for (const rung of rungs) ssims.set(rung, await ssim(rung, path, size));
    const best = (of: Rung[]) => Math.max(...of.map((rung) => ssims.get(rung) ?? Number.NaN));
    const fixed = best(rungs);
    process.stderr.write(
      `${name}: ${rungs.map((rung) => `${rung.name} ${(rung.bytes / 1e6).toFixed(2)} MB, ${ssims.get(rung)?.toFixed(4)}${rung.leftOut ? ' (left out)' : ''}`).join('; ')}\n`,
    );
    metrics[`${name}: every rendition`] = metric(sum(rungs) / 1e6, 'MB');
    metrics[`${name}: saved`] = metric((100 * (sum(rungs) - sum(kept))) / sum(rungs), '%', enlargedFrom && '>= 20');
    metrics[`${name}: SSIM of the best, every rendition`] = metric(fixed, '');
    metrics[`${name}: SSIM that is lost with what is left out`] = metric(fixed - best(kept), '', '<= 0.002');
  }
  return metrics;
}

async function processed(shape: Shape, path: string): Promise<Rung[]> {
  await using platform = await startPlatform({
    shape,
    environment: { CHUNK_SECONDS: '4', PER_TITLE_FROM_SECONDS: '1' },
  });
  const { client } = await registerAccount(platform);
  const { id } = await uploadFilm(client, path);
  const video = await waitForState(client, id, 'ready', { timeoutMs: 900_000 });
  const { value } = await client.videos.processing(id);
  const master = mediaUrl(platform, video.playback?.hlsUrl);
  const rungs: Rung[] = [];
  for (const { name, leftOutBecause } of value?.renditions ?? []) {
    // What is left out is still served to those who watch it.
    const url = new URL(`${name}/index.m3u8`, master).href;
    const playlist = await (await fetch(url)).text();
    const files = playlist.split('\n').filter((line) => line.endsWith('.m4s'));
    const sizes = await Promise.all(
      files.map(async (file) =>
        Number((await fetch(new URL(file, url), { method: 'HEAD' })).headers.get('content-length')),
      ),
    );
    const local = await download(url, path, name);
    rungs.push({ name, bytes: sizes.reduce((a, b) => a + b, 0), leftOut: leftOutBecause !== null, path: local });
  }
  return rungs;
}

/** The rendition in one file beside its source: the platform is gone when it is compared. */
async function download(url: string, path: string, name: string): Promise<string> {
  const file = `${path}.${name}.mp4`;
  await run('ffmpeg', ['-v', 'error', '-y', '-i', url, '-c', 'copy', file]);
  return file;
}

async function ssim({ path }: Rung, source: string, screen: Size): Promise<number> {
  const graph = `[0:v]scale=${screen.width}:${screen.height},format=yuv420p[a];[1:v]format=yuv420p[b];[a][b]ssim`;
  const inputs = ['-i', path, '-i', source];
  const { stderr } = await run('ffmpeg', ['-v', 'info', '-nostdin', ...inputs, '-lavfi', graph, '-f', 'null', '-']);
  const score = Number(/ All:([\d.]+)/.exec(stderr)?.[1]);
  if (!(score > 0)) throw new Error(`ffmpeg gave no score for ${path}.`);
  return score;
}
