import { Findings, type Invariant } from '../invariant.ts';

interface Row {
  id: string;
  video_id: string;
  upload_state: 'finishing' | 'complete';
  idle_s: number;
  job_id: string | null;
  /** The job knows that its file is whole. */
  whole: boolean | null;
  job_state: 'probing' | 'encoding' | 'finished' | 'failed' | 'cancelled' | null;
  failure_code: string | null;
  failure_message: string | null;
  ready: number;
  leased: number;
  done: number;
  tasks: number;
  lease_late_s: number | null;
  playable: boolean;
  complete: boolean;
  video_failure: string | null;
}

/** A lease lasts 30 s and three workers may die of one task. */
const STUCK_AFTER_S = 180;
const FINISHING_AFTER_S = 600;

/**
 * The newest edition of each upload counts: an earlier one is cancelled when its passthrough turned out impossible. One that
 * was to take the place of what plays may fail alone.
 */
export const uploadsEnd: Invariant = {
  number: 2,
  title: 'finished uploads end playable or failed with a reason',
  async check(context) {
    const findings = new Findings();
    const rows = await context.query<Row>(
      `select u.id, u.video_id, u.state as upload_state, extract(epoch from now() - u.touched_at)::float8 as idle_s,
         j.id as job_id, j.source_blob is not null as whole, j.state as job_state, j.failure_code, j.failure_message,
         coalesce(t.ready, 0)::int as ready, coalesce(t.leased, 0)::int as leased, coalesce(t.done, 0)::int as done,
         coalesce(t.tasks, 0)::int as tasks, t.lease_late_s, v.playable, v.complete, v.failure_code as video_failure
       from uploads.uploads u
       join videos.videos v on v.id = u.video_id and v.deleted_at is null
       left join lateral (select * from transcoding.jobs where upload_id = u.id and not (held and state in ('cancelled', 'failed'))
         order by created_at desc limit 1) j on true
       left join lateral (
         select count(*) filter (where state = 'ready') as ready, count(*) filter (where state = 'leased') as leased,
           count(*) filter (where state = 'done') as done, count(*) as tasks,
           extract(epoch from now() - min(lease_until) filter (where state = 'leased'))::float8 as lease_late_s
         from transcoding.tasks where job_id = j.id) t on true
       where u.state in ('finishing', 'complete')
         and u.id = (select id from uploads.uploads where video_id = u.video_id order by created_at desc limit 1)
       order by u.id`,
    );
    for (const row of rows) {
      findings.look(`upload ${row.id}`, stuckProblem(row, context), endProblem(row), toldProblem(row, context.quiet));
    }
    return findings;
  },
};

function stuckProblem(row: Row, { running, quiet }: { running: boolean; quiet: boolean }): string | null {
  if (row.upload_state === 'finishing')
    return running && row.idle_s > FINISHING_AFTER_S ? `all bytes are here for ${Math.round(row.idle_s)} s` : null;
  if (row.job_state === null) return quiet ? 'is complete and nothing processes it' : null;
  if (row.job_state === 'cancelled') return 'its processing was cancelled though the video is there';
  if (row.job_state !== 'probing' && row.job_state !== 'encoding') return null;
  if (!row.whole) return quiet ? `its job ${row.job_id} does not know that the file is whole` : null;
  if (row.ready + row.leased === 0) return `its job ${row.job_id} is ${row.job_state} and no task of it is open`;
  const late = running && row.ready === 0 && (row.lease_late_s ?? 0) > STUCK_AFTER_S;
  return late
    ? `its job ${row.job_id} waits for a worker that is gone since ${Math.round(row.lease_late_s ?? 0)} s`
    : null;
}

function endProblem(row: Row): string | null {
  if (row.job_state === 'finished' && row.done !== row.tasks)
    return `its job ${row.job_id} is finished with ${row.done} of ${row.tasks} tasks done`;
  if (row.job_state !== 'failed') return null;
  if (!row.failure_code || !row.failure_message) return `its job ${row.job_id} failed without a reason`;
  return row.ready + row.leased > 0 ? `its job ${row.job_id} failed and still has open tasks` : null;
}

function toldProblem(row: Row, quiet: boolean): string | null {
  if (!quiet || row.upload_state !== 'complete') return null;
  if (row.video_failure && row.complete) return 'the video is ready and failed at once';
  if (row.job_state === 'finished' && !(row.playable && row.complete))
    return 'processing has finished and the video does not play';
  return row.job_state === 'failed' && row.video_failure !== row.failure_code
    ? `the video says ${row.video_failure ?? 'nothing'} instead of ${row.failure_code}`
    : null;
}
