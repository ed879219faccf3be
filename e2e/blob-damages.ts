import { mkdir, open, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestPlatform } from '@kinora/testing';

/** What may happen to a stored file without anybody noticing; `make` answers how it is undone. */
export interface BlobDamage {
  what: string;
  kind: 'damaged' | 'missing' | 'unreferenced';
  problem: RegExp;
  /** Which blob; a key of its own where none exists yet. */
  key: string;
  make(path: string): Promise<() => Promise<void>>;
}

/** Flips one bit in the middle. */
async function flip(path: string): Promise<() => Promise<void>> {
  const change = async () => {
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    const at = Math.floor(size / 2);
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
    buffer[0] = (buffer[0] ?? 0) ^ 1;
    await file.write(buffer, 0, 1, at);
    await file.close();
  };
  await change();
  return change;
}

/** Of each kind of blob one is damaged, so that none of them is left out. */
export async function blobDamages(platform: TestPlatform, videoId: string): Promise<BlobDamage[]> {
  const keyOf = async (query: string) => {
    const [row] = await platform.query<{ key: string }>(query, [videoId]);
    if (!row) throw new Error(`There is no such blob: ${query}`);
    return row.key;
  };
  const source = await keyOf('select blob_key as key from uploads.uploads where video_id = $1');
  const caption = await keyOf('select blob_key as key from videos.caption_files where video_id = $1');
  const poster = await keyOf(
    `select p.blob_key as key from transcoding.pictures p join transcoding.jobs j on j.id = p.job_id
     where j.video_id = $1 and p.blob_key like '%poster.jpg'`,
  );
  const sound = await keyOf(
    `select s.blob_key as key from transcoding.segments s join transcoding.jobs j on j.id = s.job_id
     where j.video_id = $1 and s.track = 'audio' order by s.sequence limit 1`,
  );
  const encoded = await keyOf(
    `select blob_prefix || first_sequence || '.m4s' as key from playback.runs r join playback.editions e on e.id = r.edition_id
     where e.video_id = $1 and r.rendition = '240p' order by first_sequence limit 1`,
  );
  const flipped = (what: string, key: string): BlobDamage => ({
    what: `a flipped bit in ${what}`,
    kind: 'damaged',
    problem: /SHA-256 [0-9a-f]{64} instead of/,
    key,
    make: flip,
  });
  return [
    flipped('an encoded segment', encoded),
    flipped('a source', source),
    flipped('a poster', poster),
    flipped('captions', caption),
    {
      what: 'a truncated segment',
      kind: 'damaged',
      problem: /has 10 bytes instead of \d+/,
      key: sound,
      async make(path) {
        const undo = await removed(path);
        await writeFile(path, '');
        await truncate(path, 10);
        return undo;
      },
    },
    { what: 'a segment that is gone', kind: 'missing', problem: /is not there/, key: encoded, make: removed },
    {
      what: 'a blob that nothing refers to',
      kind: 'unreferenced',
      problem: /nothing refers to its 5 bytes/,
      key: `videos/${videoId}/nobody/stray.m4s`,
      async make(path) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, 'stray');
        const earlier = new Date(Date.now() - 3_600_000);
        await utimes(path, earlier, earlier);
        return () => rm(dirname(path), { recursive: true });
      },
    },
  ];

  /** Out of the store: beside it, it would be a blob of another name. */
  async function removed(path: string): Promise<() => Promise<void>> {
    const kept = join(platform.dataDir, 'removed-blob');
    await rename(path, kept);
    return () => rename(kept, path);
  }
}
