import { type RenditionRow, type RunRow, readRenditions } from '../editions.ts';
import { type AuditContext, Findings, type Invariant } from '../invariant.ts';

interface TaskRow {
  job_id: string;
  kind: 'ingest' | 'chunk' | 'captions' | 'splice';
  chunk_index: number | null;
  state: 'ready' | 'leased' | 'done' | 'failed' | 'cancelled';
  attempt: number;
  has_result: boolean;
}

export const oneResult: Invariant = {
  number: 10,
  title: 'each task has one result at most, and only that is published',
  async check(context) {
    const findings = new Findings();
    const tasks = await context.query<TaskRow>(
      'select job_id, kind, chunk_index, state, attempt, result is not null as has_result from transcoding.tasks order by id',
    );
    const byName = new Map(tasks.map((task) => [`${task.job_id}/${nameOf(task)}`, task]));
    for (const task of tasks) {
      const subject = `task ${nameOf(task)} of job ${task.job_id}`;
      const wrong = (task.state === 'done') !== task.has_result;
      findings.look(subject, wrong && `is ${task.state} and has ${task.has_result ? 'a' : 'no'} result`);
    }
    for (const rendition of await readRenditions(context)) checkRuns(findings, rendition, byName);
    await checkEditions(context, findings);
    return findings;
  },
};

function nameOf(task: Pick<TaskRow, 'kind' | 'chunk_index'>): string {
  return { ingest: 'i', chunk: `c${task.chunk_index}`, captions: 't', splice: `s${task.chunk_index}` }[task.kind];
}

function checkRuns(findings: Findings, rendition: RenditionRow, tasks: ReadonlyMap<string, TaskRow>): void {
  const subject = `index ${rendition.name} of edition ${rendition.edition_id}`;
  let next = 0;
  for (const run of rendition.runs) {
    findings.look(
      subject,
      run.first_sequence < next && `segment ${run.first_sequence} comes from two results`,
      run.durations.length !== run.sizes.length && `run ${run.first_sequence} has not one size for each segment`,
      run.durations.length > 0 && originProblem(rendition, run, tasks),
    );
    next = Math.max(next, run.first_sequence + run.durations.length);
  }
}

/** `videos/VIDEO/JOB/c3-2/720p/`: attempt 2 of chunk 3. An ingest pass that was cut goes on as another attempt. */
function originProblem(rendition: RenditionRow, run: RunRow, tasks: ReadonlyMap<string, TaskRow>): string | null {
  const match = /^videos\/([^/]+)\/([^/]+)\/(i|[cs]\d+)-(\d+)\/[^/]+\/$/.exec(run.blob_prefix);
  const [, video, job, name, attempt] = match ?? [];
  // One that shows all of a film again has the files of the one before.
  if (!match || video !== rendition.video_id || (job !== rendition.edition_id && job !== rendition.restored_from))
    return `run ${run.first_sequence} lies in ${run.blob_prefix}`;
  const task = tasks.get(`${job}/${name}`);
  if (!task) return `run ${run.first_sequence} belongs to no task`;
  if (name === 'i')
    return Number(attempt) <= task.attempt ? null : `run ${run.first_sequence} is of an attempt that was never made`;
  if (task.state !== 'done') return `run ${run.first_sequence} is of chunk ${task.chunk_index}, which is ${task.state}`;
  return Number(attempt) === task.attempt
    ? null
    : `run ${run.first_sequence} is of attempt ${attempt}, the result is of attempt ${task.attempt}`;
}

async function checkEditions(context: AuditContext, findings: Findings): Promise<void> {
  const uploads = await context.query<{ upload_id: string; finished: number }>(
    `select upload_id, count(*) filter (where state = 'finished' and edition_kind in ('first', 'replacement'))::int as finished
     from transcoding.jobs group by upload_id order by 1`,
  );
  for (const { upload_id: id, finished } of uploads)
    findings.look(`upload ${id}`, finished > 1 && `was processed to its end ${finished} times`);
}
