import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpeedEstimator } from './speed-estimator.ts';
import { fingerprint, looksLikeVideo, titleFrom } from './upload-file.ts';
import { dropRecord, putRecord, readRecords } from './upload-records.ts';

test('speed is told once there is enough to tell, over the last seconds', () => {
  const speed = new SpeedEstimator();
  speed.add(0, 0);
  speed.add(1000, 100);
  assert.equal(speed.bytesPerSecond(), null);
  for (let second = 1; second <= 30; second += 1) speed.add(second * 1_000_000, second * 1000);
  assert.equal(Math.round(speed.bytesPerSecond() ?? 0), 1_000_000);
  assert.equal(speed.secondsLeft(40_000_000), 10);
});

test('a change of speed shows within the window', () => {
  const speed = new SpeedEstimator();
  let bytes = 0;
  for (let second = 0; second <= 40; second += 1) {
    bytes += second < 20 ? 1_000_000 : 5_000_000;
    speed.add(bytes, second * 1000);
  }
  assert.equal(speed.bytesPerSecond(), 5_000_000);
});

test('going back to an earlier position begins anew', () => {
  const speed = new SpeedEstimator();
  speed.add(0, 0);
  speed.add(10_000_000, 1000);
  speed.add(4_000_000, 2000);
  assert.equal(speed.bytesPerSecond(), null);
  speed.add(5_000_000, 3000);
  assert.equal(speed.bytesPerSecond(), 1_000_000);
});

const film = { name: 'first-water_final.mov', size: 10, lastModified: 5, type: 'video/quicktime' };

test('the same file has the same fingerprint, a changed one another', () => {
  assert.equal(fingerprint(film), fingerprint({ ...film }));
  assert.notEqual(fingerprint(film), fingerprint({ ...film, lastModified: 6 }));
  assert.notEqual(fingerprint(film), fingerprint({ ...film, size: 11 }));
});

test('a title is made from the name of the file', () => {
  assert.equal(titleFrom(film.name), 'first-water final');
  assert.equal(titleFrom('.mp4'), '.mp4');
  assert.equal([...titleFrom(`${'ü'.repeat(300)}.mkv`)].length, 100);
});

test('videos are known by type or extension, and what nobody knows is left to the server', () => {
  assert.ok(looksLikeVideo(film));
  assert.ok(looksLikeVideo({ name: 'a.MKV', type: '' }));
  assert.ok(looksLikeVideo({ name: 'a.mts', type: 'model/vnd.mts' }));
  assert.ok(looksLikeVideo({ name: 'raw', type: 'application/octet-stream' }));
  assert.ok(!looksLikeVideo({ name: 'a.pdf', type: 'application/pdf' }));
  assert.ok(!looksLikeVideo({ name: 'a.png', type: 'image/png' }));
});

test('records of unfinished uploads survive, are replaced by video, and rubbish is ignored', () => {
  const values = new Map<string, string>();
  const store = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
  const record = { accountId: 'a', fingerprint: 'f', videoId: 'v', url: '/u', fileName: 'n', sizeBytes: 3 };
  putRecord(store, record);
  putRecord(store, { ...record, url: '/u2' });
  putRecord(store, { ...record, videoId: 'w' });
  assert.deepEqual(
    readRecords(store).map((one) => one.url),
    ['/u2', '/u'],
  );
  dropRecord(store, 'v');
  assert.equal(readRecords(store).length, 1);
  store.setItem('kinora.uploads', '[{"accountId":1}]');
  assert.deepEqual(readRecords(store), []);
  store.setItem('kinora.uploads', 'oops');
  assert.deepEqual(readRecords(store), []);
});
