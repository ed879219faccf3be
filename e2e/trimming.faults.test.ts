import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  auditPlatform,
  eventually,
  ffprobe,
  makeFilm,
  type Person,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { mediaUrl } from './http.ts';

let platform: TestPlatform | undefined;
let person: Person | undefined;

before(async () => {
  platform = await startPlatform({ shape: 'one' });
  person = await registerAccount(platform);
});
after(() => platform?.stop());

for (const point of ['chunk-before-complete', 'chunk-after-complete', 'publish-before-index'] as const) {
  test(`a trim that dies at ${point} is finished by the next start`, { timeout: 120_000 }, async () => {
    assert.ok(platform && person);
    const { client } = person;
    const { id } = await uploadFilm(client, await makeFilm({ seconds: 13 }), { title: point });
    const before = await waitForState(client, id, 'ready');
    await platform.crashAt(point, 2);
    // The answer may be lost with the server.
    await client.videos.setTrim(id, [[1500, 11_000]]).catch(() => {});
    await platform.died();
    await platform.boot();
    await platform.expireLeases();
    const video = await eventually(
      'the trimmed film plays',
      async () => {
        const now = await client.videos.get(id);
        return now.durationMs !== before.durationMs && now;
      },
      { timeoutMs: 60_000, everyMs: 250 },
    );
    assert.equal(video.durationMs, 9500);
    const streams = await ffprobe(mediaUrl(platform, video.playback?.hlsUrl));
    assert.equal(streams.length, 4);
    // ffprobe does not always know how long the last picture is shown.
    for (const { endPts } of streams) assert.ok(endPts > 9.5 - 1 / 12 - 0.01 && endPts < 9.525, `${endPts}`);
    if (point === 'chunk-before-complete') await client.videos.restore(id);
    await platform.settle();
  });
}

test('after all of them every invariant holds', async () => {
  assert.ok(platform);
  const report = await auditPlatform(platform);
  assert.equal(report.exitCode, 0, report.output);
});
