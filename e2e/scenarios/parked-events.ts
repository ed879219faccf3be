import assert from 'node:assert/strict';
import { auditPlatform, eventually, makeFilm, registerAccount, type TestPlatform, uploadFilm } from '@kinora/testing';
import { withoutOwnWorkers } from '../administrator.ts';
import { runKinora } from '../run-kinora.ts';
import { scenario } from '../scenario.ts';

interface Parked {
  service: string;
  consumer: string;
  eventId: string;
  type: string;
  key: string;
  attempts: number;
  firstFailureAt: string | null;
  lastFailureAt: string | null;
  reason: string;
}

/** What `kinora events` prints and how it ends, where the server runs. */
export const kinoraEvents = (platform: TestPlatform, ...args: string[]) => runKinora(platform, 'events', ...args);

scenario(
  'what a service could not apply is listed, and applied once and in order when that is mended',
  (platform) => withoutOwnWorkers(platform, () => assertParkedEvents(platform)),
  { alone: true },
);

async function assertParkedEvents(platform: TestPlatform): Promise<void> {
  assert.deepEqual(await kinoraEvents(platform, 'parked'), { code: 0, out: 'No event is parked.\n', err: '' });
  const { client } = await registerAccount(platform);
  await platform.query(`alter table videos.videos add constraint broken check (upload_state = 'none') not valid`);
  const { id } = await uploadFilm(client, await makeFilm({ seconds: 6 }));
  const { out: asText } = await eventually('both events are parked', async () => {
    const listed = await kinoraEvents(platform, 'parked');
    return listed.out.includes('2 events are parked') && listed;
  });
  assert.match(
    asText,
    /^videos {2}onUploadStarted {2}[0-9a-f-]{36}\n .*UploadStarted, key .*\n {2}failed 5 times, from /,
  );
  const { events } = JSON.parse((await kinoraEvents(platform, 'parked', '--json')).out) as { events: Parked[] };
  const [started, completed] = events;
  assert.ok(started && completed);
  assert.deepEqual(
    events.map(({ service, consumer, key, attempts }) => [service, consumer, key, attempts]),
    [
      ['videos', 'onUploadStarted', id, 5],
      ['videos', 'onUploadCompleted', id, 0],
    ],
  );
  assert.match(started.reason, /"broken"/);
  assert.ok(Date.parse(started.firstFailureAt ?? '') < Date.parse(started.lastFailureAt ?? ''));
  assert.match(completed.reason, /an earlier event/);
  assert.equal((await kinoraEvents(platform, 'parked', '--service', 'playback')).out, 'No event is parked.\n');
  assert.equal((await auditPlatform(platform, { once: true })).exitCode, 1);

  const tooEarly = await kinoraEvents(platform, 'replay', completed.eventId);
  assert.equal(tooEarly.code, 1);
  assert.match(
    tooEarly.out,
    new RegExp(`0 applied, 2 left. onUploadStarted of ${started.eventId} still fails: .*"broken"`),
  );

  await platform.query('alter table videos.videos drop constraint broken');
  const versionOf = async () =>
    Number(
      (await platform.query<{ version: number }>('select version from videos.videos where id = $1', [id]))[0]?.version,
    );
  const before = await versionOf();
  const replayed = await kinoraEvents(platform, 'replay', completed.eventId);
  assert.deepEqual([replayed.code, replayed.err], [0, '']);
  assert.match(replayed.out, /^videos: uploads\/.*: 2 applied\.\n$/);
  assert.equal((await client.videos.get(id)).state, 'processing', 'the last of them is what counts');
  assert.equal(await versionOf(), before + 2, 'each was applied once');
  assert.deepEqual(await kinoraEvents(platform, 'replay', '--all'), { code: 0, out: 'No event is parked.\n', err: '' });
  const gone = await kinoraEvents(platform, 'replay', started.eventId);
  assert.deepEqual(gone, { code: 2, out: '', err: `No event ${started.eventId} is parked.\n` });
  const report = await auditPlatform(platform);
  assert.equal(report.exitCode, 0, report.output);
}
