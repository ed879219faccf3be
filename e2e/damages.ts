import assert from 'node:assert/strict';
import { mkdir, readdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestPlatform } from '@kinora/testing';

/** Each damage is made, must be found by its invariant and by none before it, and is undone again. */
export interface Damage {
  invariant: number;
  what: string;
  finds: RegExp;
  make(platform: TestPlatform, film: Film): Promise<() => Promise<void>>;
}

export interface Film {
  id: string;
  source: string;
  job: string;
}

/** A change of rows and what takes it back. */
function rows(change: string, undo: string): Damage['make'] {
  return async (running, { id, job }) => {
    const fill = (text: string) => text.replaceAll(':video', `'${id}'`).replaceAll(':job', `'${job}'`);
    await running.query(fill(change));
    return async () => {
      await running.query(fill(undo));
    };
  };
}

const EVENT = '0194b1c0-0000-7000-8000-00000000d00d';
export const DAMAGES: Damage[] = [
  {
    invariant: 1,
    what: 'a source that was cut short',
    finds: /bytes$/,
    make: async (running, { source }) => {
      const path = join(running.dataDir, 'blobs', source);
      await rename(path, `${path}.kept`);
      await writeFile(path, 'short');
      return () => rename(`${path}.kept`, path);
    },
  },
  {
    invariant: 1,
    what: 'a source with one other byte',
    finds: /SHA-256/,
    make: rows(
      `update uploads.uploads set sha256 = reverse(sha256) where video_id = :video`,
      `update uploads.uploads set sha256 = reverse(sha256) where video_id = :video`,
    ),
  },
  {
    invariant: 1,
    what: 'acknowledged bytes that are not staged',
    finds: /staged/,
    make: rows(
      `insert into uploads.uploads (id, video_id, account_id, file_name, size_bytes, offset_bytes, state, expires_at)
       values ('damaged', :video, 'x', 'x', 100, 50, 'uploading', now() + interval '1 day')`,
      `delete from uploads.uploads where id = 'damaged'`,
    ),
  },
  {
    invariant: 2,
    what: 'a job whose tasks are all gone',
    finds: /no task of it is open/,
    make: rows(
      `update transcoding.jobs set state = 'encoding' where id = :job`,
      `update transcoding.jobs set state = 'finished' where id = :job`,
    ),
  },
  {
    invariant: 2,
    what: 'a failure without a reason',
    finds: /without a reason/,
    make: rows(
      `update transcoding.jobs set state = 'failed' where id = :job`,
      `update transcoding.jobs set state = 'finished' where id = :job`,
    ),
  },
  {
    invariant: 2,
    what: 'a video that is ready and failed at once',
    finds: /at once/,
    make: rows(
      `update videos.videos set failure_code = 'corrupt' where id = :video`,
      `update videos.videos set failure_code = null where id = :video`,
    ),
  },
  {
    invariant: 3,
    what: 'a like that nobody gave',
    finds: /^are counted 2 and are 1$/,
    make: rows(
      `update interactions.videos set likes = 2 where video_id = :video`,
      `update interactions.videos set likes = 1 where video_id = :video`,
    ),
  },
  {
    invariant: 3,
    what: 'a comment that was taken away and is counted',
    finds: /^are counted 1 and are 0$/,
    make: rows(
      `update interactions.comments set state = 'removed' where video_id = :video`,
      `update interactions.comments set state = 'shown' where video_id = :video`,
    ),
  },
  {
    invariant: 3,
    what: 'likes that another service knows differently',
    finds: /^are counted 5 and are 1$/,
    make: rows(
      `update videos.videos set likes = 5 where id = :video`,
      `update videos.videos set likes = 1 where id = :video`,
    ),
  },
  {
    invariant: 4,
    what: 'an event that never reached the bus',
    finds: /on the bus 0 times/,
    make: rows(
      `insert into videos.outbox (event_id, type, version, key, aggregate_type, aggregate_id, aggregate_version, occurred_at, traceparent, payload, published_at)
       values ('${EVENT}', 'x', 1, 'x', 'x', 'x', 1, now(), '', '', now())`,
      `delete from videos.outbox where event_id = '${EVENT}'`,
    ),
  },
  {
    invariant: 4,
    what: 'an event that was heard and not applied',
    finds: /without applying/,
    make: rows(
      `create table public.kept as with gone as (delete from playback.inbox where event_id = (select event_id from playback.inbox limit 1) returning *) select * from gone`,
      `insert into playback.inbox select * from public.kept; drop table public.kept`,
    ),
  },
  {
    invariant: 4,
    what: 'an event that was parked',
    finds: /has parked/,
    make: rows(
      `insert into playback.parked_events (stream, event_id, type, version, envelope, payload, reason)
       values ('videos/video/x', '${EVENT}', 'x', 1, '{}', '', 'damaged')`,
      `delete from playback.parked_events where event_id = '${EVENT}'`,
    ),
  },
  {
    invariant: 6,
    what: 'a blob that nothing refers to',
    finds: /nothing refers/,
    make: async (running) => {
      const path = join(running.dataDir, 'blobs', 'videos', 'nobody', 'stray.m4s');
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, 'stray');
      const earlier = new Date(Date.now() - 3_600_000);
      await utimes(path, earlier, earlier);
      return () => rm(dirname(path), { recursive: true });
    },
  },
  {
    invariant: 6,
    what: 'captions whose file is gone',
    finds: /is not there/,
    make: rows(
      `insert into videos.caption_files (blob_key, video_id, size_bytes) values ('captions/nobody/gone.vtt', :video, 1)`,
      `delete from videos.caption_files where blob_key = 'captions/nobody/gone.vtt'`,
    ),
  },
  {
    invariant: 6,
    what: 'staged bytes of an upload that is over',
    finds: /is over/,
    make: async (running) => {
      const path = join(running.dataDir, 'staging', 'nobody');
      await mkdir(path, { recursive: true });
      const earlier = new Date(Date.now() - 3_600_000);
      await utimes(path, earlier, earlier);
      return () => rm(path, { recursive: true });
    },
  },
  {
    invariant: 7,
    what: 'a segment that is gone',
    finds: /is gone/,
    make: async (running, { id }) => {
      const segment = await someSegment(running, id);
      await rename(segment, `${dirname(dirname(segment))}/kept`);
      return () => rename(`${dirname(dirname(segment))}/kept`, segment);
    },
  },
  {
    invariant: 7,
    what: 'a segment that was cut short',
    finds: /bytes instead of/,
    make: async (running, { id }) => {
      const segment = await someSegment(running, id);
      await rename(segment, `${segment}.kept`);
      await writeFile(segment, '');
      await truncate(segment, 10);
      return () => rename(`${segment}.kept`, segment);
    },
  },
  {
    invariant: 7,
    what: 'sound that ends long before the picture',
    finds: /apart|last/,
    make: rows(
      `update playback.runs set durations[1] = durations[1] / 2 where edition_id = :job and rendition = 'audio' and first_sequence = 0`,
      `update playback.runs set durations[1] = durations[1] * 2 where edition_id = :job and rendition = 'audio' and first_sequence = 0`,
    ),
  },
  {
    invariant: 7,
    what: 'captions that are listed and not kept',
    finds: /listed and gone/,
    make: rows(
      `insert into playback.captions (video_id, language, version, label, is_default, blob_key)
       values (:video, 'fr', 1, '', false, 'captions/nobody/gone.vtt')`,
      `delete from playback.captions where video_id = :video and language = 'fr'`,
    ),
  },
  {
    invariant: 7,
    what: 'a gap in the middle of a rendition',
    finds: /shows/,
    make: rows(
      `create table public.kept as with gone as (delete from playback.runs where edition_id = :job and rendition = '240p' and first_sequence = (select min(first_sequence) from playback.runs where edition_id = :job and rendition = '240p' and first_sequence > 0) returning *) select * from gone`,
      `insert into playback.runs select * from public.kept; drop table public.kept`,
    ),
  },
  {
    invariant: 8,
    what: 'a deleted video that still has a media key',
    finds: /deleted/,
    make: rows(
      `update videos.videos set deleted_at = now() where id = :video`,
      `update videos.videos set deleted_at = null where id = :video`,
    ),
  },
  {
    invariant: 8,
    what: 'a rule that playback has not heard of',
    finds: /playback has rule/,
    make: rows(
      `update videos.videos set access_version = access_version + 1 where id = :video`,
      `update videos.videos set access_version = access_version - 1 where id = :video`,
    ),
  },
  {
    invariant: 8,
    what: 'a private video that is played as a public one',
    finds: /is private and played as public/,
    make: rows(
      `update videos.videos set visibility = 'private' where id = :video`,
      `update videos.videos set visibility = 'public' where id = :video`,
    ),
  },
  {
    invariant: 8,
    what: 'a media key of an earlier rule',
    finds: /its media key is of rule/,
    make: rows(
      `update playback.media_keys set access_version = access_version - 1 where video_id = :video`,
      `update playback.media_keys set access_version = access_version + 1 where video_id = :video`,
    ),
  },
  {
    invariant: 10,
    what: 'segments of an attempt whose result was not taken',
    finds: /is of attempt/,
    make: rows(
      `update playback.runs set blob_prefix = replace(blob_prefix, '/c0-', '/c0-9') where edition_id = :job and rendition = '240p'`,
      `update playback.runs set blob_prefix = replace(blob_prefix, '/c0-9', '/c0-') where edition_id = :job and rendition = '240p'`,
    ),
  },
  {
    invariant: 10,
    what: 'a task that is done without a result',
    finds: /no result/,
    make: rows(
      `create table public.kept as select id, result from transcoding.tasks where job_id = :job and kind = 'chunk' limit 1;
       update transcoding.tasks set result = null where id in (select id from public.kept)`,
      `update transcoding.tasks t set result = k.result from public.kept k where k.id = t.id; drop table public.kept`,
    ),
  },
  {
    invariant: 12,
    what: 'a directory of a newer release',
    finds: /reads up to/,
    make: async (running) => {
      await writeFile(join(running.dataDir, 'format'), '99\n');
      return () => writeFile(join(running.dataDir, 'format'), '1\n');
    },
  },
  {
    invariant: 12,
    what: 'a key that cannot be read',
    finds: /cannot be read/,
    make: async (running) => {
      const path = join(running.dataDir, 'keys', 'videos.public.json');
      await rename(path, `${path}.kept`);
      await writeFile(path, '{');
      return () => rename(`${path}.kept`, path);
    },
  },
  {
    invariant: 12,
    what: 'an event that is tried again and again',
    finds: /without parking/,
    make: rows(
      `insert into videos.inbox_attempts (event_id, attempts) values ('${EVENT}', 50)`,
      `delete from videos.inbox_attempts where event_id = '${EVENT}'`,
    ),
  },
];

async function someSegment(running: TestPlatform, videoId: string): Promise<string> {
  const [run] = await running.query<{ blob_prefix: string }>(
    `select r.blob_prefix from playback.runs r join playback.editions e on e.id = r.edition_id
     where e.video_id = $1 and r.rendition = '240p' order by first_sequence limit 1`,
    [videoId],
  );
  assert.ok(run);
  const directory = join(running.dataDir, 'blobs', run.blob_prefix);
  const segment = (await readdir(directory)).find((name) => name.endsWith('.m4s'));
  assert.ok(segment);
  return join(directory, segment);
}
