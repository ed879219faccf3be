import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateFilm } from '../src/index.ts';
import { decodedPts, ffprobe, processFilm, temporaryFolder } from './process-film.ts';

for (const [codec, string] of [
  ['hevc', /^hvc1\.1\.6\.L\d+(?:\.[0-9A-F]{1,2})*$/],
  ['av1', /^av01\.0\.\d\dM\.08$/],
] as const) {
  test(`renditions in ${codec} have the frames, cuts and one init segment of those in H.264`, async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'film.mp4');
    await generateFilm({ path, seconds: 10, fps: '24', width: 854, height: 480, bframes: 2, audio: 'none' });
    const film = await processFilm(path, join(folder.path, 'out'), { targetMs: 4000, extraCodecs: [codec] });
    assert.ok(film.chunks.length > 1, 'each chunk has an encoder of its own');
    const name = `480p${codec}`;
    const first = film.manifests[0]?.renditions.find((rendition) => rendition.name === name);
    assert.match(first?.codecs ?? '', string);
    const expected = await decodedPts(film.playlists.get('480p') ?? '');
    assert.equal(expected.length, 240);
    const playlist = film.playlists.get(name) ?? '';
    assert.deepEqual(await decodedPts(playlist), expected);
    const { streams } = JSON.parse(await ffprobe(['-show_entries', 'stream=codec_name,width,height', playlist]));
    assert.deepEqual(streams, [{ codec_name: codec, width: 854, height: 480 }]);
    const sizes = film.manifests.flatMap(({ renditions }) =>
      renditions.filter((each) => each.name === name).flatMap(({ segments }) => segments.map((each) => each.sequence)),
    );
    assert.deepEqual(sizes, [...film.sourceSegments.keys()]);
  });
}
