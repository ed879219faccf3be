import assert from 'node:assert/strict';
import type { VideoDetail } from '@kinora/sdk';
import { ffprobe, firstSoundSeconds, readPublishedHls, type TestPlatform } from '@kinora/testing';
import { mediaUrl } from './http.ts';

/** Read back by programs that are not ours: every rendition alone, all of them by way of both manifests. */
export async function assertWhole(
  platform: TestPlatform,
  video: VideoDetail,
  expected: { film: string; frames: number; seconds: number },
): Promise<void> {
  const hlsUrl = mediaUrl(platform, video.playback?.hlsUrl);
  const published = await readPublishedHls(hlsUrl);
  assert.equal(published.variants.length, video.playback?.renditions.length);
  assert.ok(published.audio, 'the sound has a playlist of its own');
  for (const playlist of [...published.variants.map((variant) => variant.playlist), published.audio]) {
    assert.equal(playlist.type, 'VOD');
    const seconds = playlist.segments.reduce((sum, segment) => sum + segment.durationSeconds, 0);
    assert.ok(Math.abs(seconds - expected.seconds) < 0.2, `${playlist.url} lasts ${seconds} s`);
  }
  assert.ok(
    published.variants.every((variant) => variant.playlist.segments.length >= 3),
    'at least three segments',
  );

  const dashUrl = mediaUrl(platform, video.playback?.dashUrl);
  const pictures = published.variants.map((_variant, index) => `v:${index}`);
  for (const manifest of [hlsUrl, dashUrl]) {
    const streams = (
      await Promise.all([...pictures, 'a:0'].map((stream) => ffprobe(manifest, { streams: stream })))
    ).flat();
    assert.equal(streams.filter(({ kind }) => kind === 'video').length, published.variants.length);
    for (const { kind, frames, firstPts, lastPts, height } of streams) {
      if (kind === 'audio') continue;
      assert.equal(frames, expected.frames, `frames of ${height} in ${manifest}`);
      assert.ok(Math.abs(firstPts) < 0.001, `${height} begins at ${firstPts}`);
      // Not by the frame's own duration: that is the time until the next one is decoded.
      const lastAt = expected.seconds - expected.seconds / expected.frames;
      assert.ok(Math.abs(lastPts - lastAt) < 0.05, `the last picture of ${height} is at ${lastPts}`);
    }
    const sound = streams.find(({ kind }) => kind === 'audio');
    assert.ok(sound, 'there is sound');
    assert.ok(Math.abs(sound.endPts - expected.seconds) < 0.2, `the sound ends at ${sound.endPts}`);
  }
  const [before, after] = await Promise.all([firstSoundSeconds(expected.film), firstSoundSeconds(hlsUrl)]);
  assert.ok(before > 0.3, 'the sound of the film starts late');
  assert.ok(Math.abs(after - before) < 0.03, `the sound starts at ${after} s instead of ${before} s`);
}
