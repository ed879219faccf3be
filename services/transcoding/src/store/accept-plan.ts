import { isEncodedOnItsWay, type ProbeResult } from '@kinora/ffmpeg';
import { displaySize, passthroughReasons, planExtraCodecs, planLadder } from '@kinora/media';
import type { IngestPlan } from '@kinora/worker';
import type { TranscodingContext } from '../context.ts';
import { planOfAudio } from '../domain/plan-of-audio.ts';
import { planOfCaptions } from '../domain/plan-of-captions.ts';
import { plannedRenditions } from '../domain/planned-renditions.ts';
import { transcodingErrors } from '../errors.ts';

/** What a worker found in the source becomes the plan; asked again, the same plan is answered. */
export async function acceptPlan(
  context: TranscodingContext,
  claim: { taskId: string; attempt: number },
  probe: ProbeResult,
): Promise<IngestPlan> {
  const { jobs, tasks } = context;
  const { video } = probe;
  if (!video) throw transcodingErrors.output_invalid();
  const held = await tasks.assertHeld(claim);
  return jobs.database.transaction(async (transaction) => {
    const job = await jobs.lock(transaction, held.job_id);
    await tasks.lockHeld(transaction, claim);
    if (job.ladder) return { ladder: job.ladder, passthrough: job.passthrough, audio: planOfAudio(job) };
    const encoded = isEncodedOnItsWay(job, video);
    const copied = !encoded && job.may_pass_through && passthroughReasons(video).length === 0;
    const rungs = planLadder(video, { passthrough: copied }).map((rendition, index) => ({
      ...rendition,
      passthrough: index === 0 && (copied || encoded),
    }));
    const ladder = [...rungs, ...planExtraCodecs(rungs, context.config.EXTRA_CODECS)];
    const passthrough = copied || encoded;
    const durationMs = Math.round(probe.durationMs ?? 0);
    const planned = { ...job, state: 'encoding' as const, probe, ladder, passthrough, duration_ms: durationMs };
    await transaction
      .updateTable('jobs')
      .set({
        state: 'encoding',
        probe: JSON.stringify(probe),
        ladder: JSON.stringify(ladder),
        passthrough,
        duration_ms: durationMs,
        encoding_since: new Date(),
      })
      .where('id', '=', job.id)
      .execute();
    // Of the same file once more they would come back when their owner has deleted them.
    const isNews = job.edition_kind !== 'reprocessing';
    if (isNews && planOfCaptions({ probe }).length > 0) await tasks.addCaptionsTask(transaction, job);
    const { width, height } = displaySize(video);
    await jobs.emitPlanned(transaction, planned, {
      videoId: job.video_id,
      edition: job.id,
      durationMs: BigInt(durationMs),
      width: Math.round(width),
      height: Math.round(height),
      sourceSha256: job.source_sha256 ?? '',
      chapters: probe.chapters.map(({ startMs, title }) => ({ startMs: BigInt(startMs), title })),
      renditions: plannedRenditions({ ladder, probe }),
    });
    return { ladder, passthrough, audio: planOfAudio({ probe }) };
  });
}
