import { Findings, type Invariant } from '../invariant.ts';

interface Row {
  video_id: string;
  deleted: boolean;
  visibility: string;
  access_version: string;
  rule_version: string | null;
  rule_visibility: string | null;
  rule_deleted: boolean | null;
  rule_owner: string | null;
  owner_account_id: string;
  keys: number;
  key_versions: string[];
  withdrawn_ms: number;
}

/** CONTRACTS.md: 3 s on every path of ours. */
const WITHIN_MS = 3000;

export const accessKept: Invariant = {
  number: 8,
  title: 'no current media key outlives its rule, no rule is older than its video',
  async check(context) {
    const findings = new Findings();
    const rows = await context.query<Row>(
      `select v.id as video_id, v.deleted_at is not null as deleted, v.visibility, v.access_version, v.owner_account_id,
         p.access_version as rule_version, p.visibility as rule_visibility, p.deleted as rule_deleted,
         p.owner_account_id as rule_owner, coalesce(k.keys, 0)::int as keys, coalesce(k.versions, '{}') as key_versions,
         extract(epoch from now() - greatest(v.updated_at, v.deleted_at))::float8 * 1000 as withdrawn_ms
       from videos.videos v left join playback.videos p on p.video_id = v.id
       left join lateral (
         select count(*) as keys, array_agg(access_version::text) as versions from playback.media_keys
         where video_id = v.id and ended_at is null) k on true
       order by v.id`,
    );
    for (const row of rows) {
      const due = context.quiet || (context.running && row.withdrawn_ms > WITHIN_MS);
      findings.look(`video ${row.video_id}`, keyProblem(row, due), due ? ruleProblem(row) : null);
    }
    const orphans = await context.query<{ key: string; video_id: string }>(
      `select left(key, 6) as key, video_id from playback.media_keys k
       where ended_at is null and not exists (select from videos.videos v where v.id = k.video_id) limit 100`,
    );
    for (const { key, video_id: id } of orphans)
      findings.look(`media key ${key}…`, `stands for video ${id}, which does not exist`);
    return findings;
  },
};

function keyProblem(row: Row, due: boolean): string | null {
  if (row.keys === 0) return null;
  if (row.keys > 1) return `${row.keys} media keys are current`;
  if (row.rule_deleted) return 'is deleted for playback and has a current media key';
  if (row.deleted && due) return 'is deleted and has a current media key';
  const stale = row.key_versions.find((version) => version !== row.rule_version);
  return stale === undefined ? null : `its media key is of rule ${stale}, its rule is ${row.rule_version}`;
}

function ruleProblem(row: Row): string | null {
  if (row.rule_version === null || row.rule_visibility === null)
    return row.keys > 0 ? 'has a media key without a rule' : null;
  if (BigInt(row.rule_version) < BigInt(row.access_version))
    return `playback has rule ${row.rule_version}, the video is at ${row.access_version}`;
  if (BigInt(row.rule_version) > BigInt(row.access_version))
    return `playback has rule ${row.rule_version}, which the video never had`;
  if (row.rule_deleted !== row.deleted) return `playback takes it for ${row.rule_deleted ? 'deleted' : 'there'}`;
  if (row.deleted) return null;
  if (row.rule_visibility !== row.visibility) return `is ${row.visibility} and played as ${row.rule_visibility}`;
  return row.rule_owner === row.owner_account_id ? null : 'playback takes another account for its owner';
}
