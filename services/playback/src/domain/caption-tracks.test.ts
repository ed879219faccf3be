import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captionTracks, listedTracks, SERVE_REPLACED_MS, servedTrack } from './caption-tracks.ts';

const row = (language: string, more = {}) => ({
  language,
  version: 1,
  label: '',
  is_default: false,
  blob_key: `captions/v/${language}.vtt`,
  replaced_at: null,
  ...more,
});

test('captions are named in their own words, the default first, and no two alike', () => {
  const tracks = captionTracks([
    row('fr'),
    row('de', { is_default: true }),
    row('en-US', { label: 'Deutsch' }),
    row('qaa-x-own'),
  ]);
  assert.deepEqual(
    tracks.map(({ name }) => name),
    ['Deutsch', 'Deutsch (en-US)', 'français', 'qaa-x-own'],
  );
});

test('what was replaced is served for a while and listed no more', () => {
  const replacedAt = new Date();
  const tracks = captionTracks([row('de', { version: 2 }), row('de', { replaced_at: replacedAt })]);
  assert.deepEqual(
    listedTracks(tracks).map(({ name, version }) => [name, version]),
    [['Deutsch', 2]],
  );
  const at = (ms: number) => servedTrack(tracks, { language: 'de', version: 1, nowMs: replacedAt.getTime() + ms });
  assert.ok(at(1000));
  assert.equal(at(SERVE_REPLACED_MS), undefined);
  assert.equal(servedTrack(tracks, { language: 'de', version: 3, nowMs: 0 }), undefined);
});
