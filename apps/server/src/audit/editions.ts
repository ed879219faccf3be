import type { AuditContext } from './invariant.ts';

export interface RunRow {
  first_sequence: number;
  start_ticks: string;
  durations: string[];
  sizes: number[];
  blob_prefix: string;
}

export interface RenditionRow {
  edition_id: string;
  video_id: string;
  job_id: string;
  /** The edition whose files are shown again as this one. */
  restored_from: string | null;
  name: string;
  audio: boolean;
  width: number;
  height: number;
  frame_rate: number;
  timescale: number;
  codecs: string | null;
  init_blob: string | null;
  total_segments: number | null;
  finished: boolean;
  has_audio: boolean;
  duration_ms: string;
  current: boolean;
  runs: RunRow[];
}

/** The segment index as playback keeps it, of editions whose video is still there. */
export function readRenditions(context: AuditContext): Promise<RenditionRow[]> {
  return context.query<RenditionRow>(
    `select r.edition_id, e.video_id, e.id as job_id, r.name, r.audio, r.width, r.height, r.frame_rate, r.timescale, r.codecs,
       r.init_blob, r.total_segments, e.finished, e.has_audio, e.duration_ms,
       (select j.base_job from transcoding.jobs j where j.id = e.id and j.edition_kind = 'restoration') as restored_from,
       exists (select from playback.media_keys k where k.edition_id = e.id and k.ended_at is null) as current,
       coalesce((select json_agg(json_build_object('first_sequence', u.first_sequence, 'start_ticks', u.start_ticks::text,
           'durations', u.durations::text[], 'sizes', u.sizes, 'blob_prefix', u.blob_prefix) order by u.first_sequence)
         from playback.runs u where u.edition_id = e.id and u.rendition = r.name), '[]') as runs
     from playback.renditions r join playback.editions e on e.id = r.edition_id
     join videos.videos v on v.id = e.video_id
     where v.deleted_at is null order by e.id, r.position`,
  );
}

export interface Segment {
  sequence: number;
  durationTicks: number;
  sizeBytes: number;
  blobKey: string;
}

/** The segments without a gap from the first on: what a playlist shows. */
export function shownSegments(runs: readonly RunRow[]): Segment[] {
  const segments: Segment[] = [];
  for (const run of runs) {
    if (run.first_sequence > segments.length) break;
    for (const [offset, duration] of run.durations.entries()) {
      const sequence = run.first_sequence + offset;
      if (sequence < segments.length) continue;
      const sizeBytes = run.sizes[offset] ?? -1;
      segments.push({
        sequence,
        durationTicks: Number(duration),
        sizeBytes,
        blobKey: `${run.blob_prefix}${sequence}.m4s`,
      });
    }
  }
  return segments;
}
