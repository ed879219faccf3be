import { newId } from '@kinora/kernel';
import type { TestPlatform } from '../platform.ts';

const BATCH = 5000;

/** Public videos that play, straight into the tables of channels, videos and playback: the files behind them do not matter. */
export async function seedVideos(platform: TestPlatform, count: number): Promise<string[]> {
  const channels = Array.from({ length: 100 }, () => newId());
  await platform.query(
    `insert into channels.channels (id, handle, handle_key, name, owner_account_id)
     select id, 'bench-' || lower(id), 'bench-' || lower(id), 'Channel ' || i, $2 from unnest($1::text[]) with ordinality as c(id, i)`,
    [channels, newId()],
  );
  const ids: string[] = [];
  for (let start = 0; start < count; start += BATCH) {
    const size = Math.min(BATCH, count - start);
    const videos = Array.from({ length: size }, (_, i) => newId(Date.now() - (count - start - i) * 1000));
    const editions = videos.map(() => newId());
    ids.push(...videos);
    await platform.query(
      `insert into videos.videos (id, channel_id, owner_account_id, title, description, tags, visibility, published_at, playable, complete, upload_state, duration_ms, width, height, views)
       select id, ($2::text[])[1 + i % 100], $3, 'Video ' || i, repeat('A winter in the shed. ', 12), array['boats', 'oak', 'lake'], 'public', now() - i * interval '1 second', true, true, 'completed', 600000, 1920, 1080, i
       from unnest($1::text[]) with ordinality as v(id, i)`,
      [videos, channels, newId()],
    );
    await platform.query(
      `insert into playback.videos (video_id, visibility, owner_account_id, access_version) select id, 'public', $2, 1 from unnest($1::text[]) as v(id)`,
      [videos, newId()],
    );
    await platform.query(
      `insert into playback.editions (id, video_id, duration_ms, width, height, has_audio, poster_blob, finished)
       select e, v, 600000, 1920, 1080, true, 'videos/' || v || '/poster.jpg', true from unnest($1::text[], $2::text[]) as x(e, v)`,
      [editions, videos],
    );
    await platform.query(
      `insert into playback.renditions (edition_id, name, position, audio, width, height, frame_rate, bitrate_bps, timescale, codecs, init_blob)
       select e, r.name, r.position, r.audio, r.width, r.height, 30, r.bps, r.timescale, r.codecs, 'init'
       from unnest($1::text[]) as x(e), (values ('1080p', 0, false, 1920, 1080, 6220000, 90000, 'avc1.640028'), ('720p', 1, false, 1280, 720, 3040000, 90000, 'avc1.64001f'),
         ('360p', 2, false, 640, 360, 1040000, 90000, 'avc1.64001e'), ('audio', 3, true, 0, 0, 128000, 48000, 'mp4a.40.2')) as r(name, position, audio, width, height, bps, timescale, codecs)`,
      [editions],
    );
    await platform.query(
      `insert into playback.runs (edition_id, rendition, first_sequence, start_ticks, durations, sizes, blob_prefix)
       select e, r.name, 0, 0, array_fill(4 * r.timescale, array[150]), array_fill(500000, array[150]), 'videos/' || e || '/' || r.name || '/'
       from unnest($1::text[]) as x(e), (values ('1080p', 90000), ('720p', 90000), ('360p', 90000), ('audio', 48000)) as r(name, timescale)`,
      [editions],
    );
    await platform.query(
      `insert into playback.media_keys (key, video_id, edition_id, access_version)
       select left(md5(v) , 22), v, e, 1 from unnest($1::text[], $2::text[]) as x(e, v)`,
      [editions, videos],
    );
  }
  for (const table of [
    'channels.channels',
    'videos.videos',
    'playback.videos',
    'playback.editions',
    'playback.renditions',
    'playback.runs',
    'playback.media_keys',
  ]) {
    await platform.query(`analyze ${table}`);
  }
  return ids;
}
