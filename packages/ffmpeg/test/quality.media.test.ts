import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { measureQuality } from '../src/index.ts';
import { processFilm, temporaryFolder } from './process-film.ts';

const run = promisify(execFile);

/** Pictures that stand still are as sharp as a rendition can show them; of grain none has room for all. */
const CONTENTS = {
  slides: 'testsrc2=s=640x360:r=25:d=6,select=not(mod(n\\,50)),fps=25',
  grain: 'testsrc2=s=640x360:r=25:d=6,noise=alls=15:allf=t',
};

for (const [name, picture] of Object.entries(CONTENTS)) {
  test(`a film of ${name} is found as like its source as whole films are by one ffmpeg`, async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'film.mp4');
    const out = join(folder.path, 'out');
    const codec = ['-c:v', 'libx264', '-crf', '10', '-preset', 'veryfast', '-g', '50', '-pix_fmt', 'yuv422p'];
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', picture, ...codec, path]);
    const film = await processFilm(path, out, { targetMs: 60_000 });
    assert.ok(film.probe.video);
    const inOneFile = async (track: string) => {
      const names = ['init.mp4', ...film.sourceSegments.map(({ sequence }) => `${sequence}.m4s`)];
      const file = join(folder.path, `${track}.mp4`);
      await writeFile(file, Buffer.concat(await Promise.all(names.map((each) => readFile(join(out, track, each))))));
      return file;
    };
    const found = await measureQuality({
      sourcePath: await inOneFile('source'),
      renditions: await Promise.all(
        film.ladder.map(async (rendition) => ({ rendition, path: await inOneFile(rendition.name) })),
      ),
      screen: { width: 640, height: 360 },
      part: { startPts90k: 0, endPts90k: 90 * film.ingest.durationMs },
      picture: film.probe.video,
    });
    assert.deepEqual(
      found.map((each) => each.name),
      ['360p', '240p'],
    );
    for (const { name, screenSsim } of found)
      assert.ok(Math.abs(screenSsim - (await ssim(film.playlists.get(name), path))) < 0.0002, name);
  });
}

/** Of two whole films at the size of the second, as ffmpeg prints it. */
async function ssim(rendition: string | undefined, original: string): Promise<number> {
  const graph = '[0:v]scale=640:360,format=yuv420p[a];[1:v]format=yuv420p[b];[a][b]ssim';
  const inputs = ['-allowed_extensions', 'ALL', '-i', rendition ?? '', '-i', original];
  const { stderr } = await run('ffmpeg', ['-v', 'info', ...inputs, '-lavfi', graph, '-f', 'null', '-']);
  return Number(/ All:([\d.]+)/.exec(stderr)?.[1]);
}
