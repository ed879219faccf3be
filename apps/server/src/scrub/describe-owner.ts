import type pg from 'pg';

/** What a blob belongs to, for a person: keys begin with what they are and whose. */
export async function describeOwner(client: pg.Client, key: string): Promise<string> {
  const [kind = '', id = ''] = key.split('/');
  if (kind === 'avatars') {
    const { rows } = await client.query<{ handle: string }>('select handle from channels.channels where id = $1', [id]);
    return rows[0] ? `the picture of channel @${rows[0].handle}` : `the picture of a channel that is not there (${id})`;
  }
  const part = { sources: 'the source', captions: 'captions', videos: 'a part' }[kind];
  if (part === undefined) return 'nothing that is known here';
  const { rows } = await client.query<{ title: string; deleted: boolean }>(
    'select title, deleted_at is not null as deleted from videos.videos where id = $1',
    [id],
  );
  const [video] = rows;
  if (!video) return `${part} of a video that is not there (${id})`;
  return `${part} of ${video.deleted ? 'the deleted video' : 'the video'} “${video.title}” (${id})`;
}
