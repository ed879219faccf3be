import type { TranscodingContext } from '../context.ts';
import { SOURCE_TRACK } from '../domain/source-track.ts';

/** Where the last frame of the film ends that an edition was made of, in 90 kHz ticks; 0 before anything of it is there. */
export async function filmEnd({ jobs }: Pick<TranscodingContext, 'jobs'>, jobId: string): Promise<number> {
  const { end } = await jobs.database.query
    .selectFrom('segments')
    .select((eb) => eb.fn.max<number | null>(eb('start_ticks', '+', eb.ref('duration_ticks'))).as('end'))
    .where('job_id', '=', jobId)
    .where('track', '=', SOURCE_TRACK)
    .executeTakeFirstOrThrow();
  return Number(end ?? 0);
}
