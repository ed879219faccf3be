import { parseMediaPlaylist, targetDurationSeconds, writeMediaPlaylist } from '@kinora/media';
import { type RenditionRow, readRenditions, type Segment, shownSegments } from '../editions.ts';
import { type AuditContext, Findings, type Invariant } from '../invariant.ts';

const DURATION_TOLERANCE = 0.01;
const TRACKS_END_WITHIN_S = 0.2;

export const playlistsHold: Invariant = {
  number: 7,
  title: 'published playlists parse, their segments exist and add up, sound and picture end together',
  async check(context) {
    const findings = new Findings();
    const renditions = (await readRenditions(context)).filter((row) => row.current);
    const ends = new Map<string, { video: number[]; audio: number[] }>();
    for (const row of renditions) {
      const segments = shownSegments(row.runs);
      if (segments.length === 0) continue;
      const subject = `playlist ${row.name} of video ${row.video_id}`;
      findings.look(subject, parseProblem(row, segments), row.finished && wholeProblem(row, segments));
      await checkBlobs(context, findings, { subject, row, segments });
      const edition = ends.get(row.edition_id) ?? { video: [], audio: [] };
      ends.set(row.edition_id, edition);
      if (row.finished) (row.audio ? edition.audio : edition.video).push(endSeconds(row, segments));
    }
    for (const [edition, { video, audio }] of ends)
      findings.look(`edition ${edition}`, apartProblem([...video, ...audio]));
    await checkCaptions(context, findings);
    return findings;
  },
};

/** What playlists list is what videos keeps, once all that was told has been heard. */
async function checkCaptions(context: AuditContext, findings: Findings): Promise<void> {
  const rows = await context.query<{ video_id: string; language: string; kept: string | null; listed: string | null }>(
    `select coalesce(k.video_id, l.video_id) as video_id, coalesce(k.language, l.language) as language,
       k.version || ' ' || k.blob_key as kept, l.version || ' ' || l.blob_key as listed
     from videos.captions k full join (select * from playback.captions where replaced_at is null) l
       on l.video_id = k.video_id and l.language = k.language`,
  );
  for (const { video_id: id, language, kept, listed } of rows) {
    const apart = context.quiet && kept !== listed;
    findings.look(
      `captions ${language} of video ${id}`,
      apart &&
        (listed === null ? 'are not listed' : kept === null ? 'are listed and gone' : 'are listed in an old version'),
    );
  }
}

function parseProblem(row: RenditionRow, segments: readonly Segment[]): string | null {
  const listed = segments.map((segment) => ({
    uri: `${segment.sequence}.m4s`,
    durationSeconds: segment.durationTicks / row.timescale,
  }));
  if (!row.codecs || !row.init_blob) return 'is shown without its codecs or its init segment';
  const longest = Math.max(...listed.map((segment) => segment.durationSeconds));
  const text = writeMediaPlaylist({
    mapUri: 'init.mp4',
    segments: listed,
    ended: row.finished,
    targetDurationSeconds: targetDurationSeconds(longest),
  });
  const parsed = parseMediaPlaylist(text);
  if (!parsed.ok) return `does not parse: ${parsed.problems[0]?.message}`;
  const empty = segments.find((segment) => !(segment.durationTicks > 0));
  return empty ? `segment ${empty.sequence} lasts ${empty.durationTicks} ticks` : null;
}

function wholeProblem(row: RenditionRow, segments: readonly Segment[]): string | null {
  const known = row.runs.reduce((sum, run) => Math.max(sum, run.first_sequence + run.durations.length), 0);
  const total = row.total_segments ?? known;
  if (segments.length !== total) return `processing has finished and it shows ${segments.length} of ${total} segments`;
  const ms = (segments.reduce((sum, { durationTicks }) => sum + durationTicks, 0) * 1000) / row.timescale;
  const expected = Number(row.duration_ms);
  return Math.abs(ms - expected) > expected * DURATION_TOLERANCE + 200
    ? `its segments last ${Math.round(ms)} ms, the film ${expected} ms`
    : null;
}

async function checkBlobs(
  context: AuditContext,
  findings: Findings,
  { subject, row, segments }: { subject: string; row: RenditionRow; segments: readonly Segment[] },
): Promise<void> {
  if (row.init_blob)
    findings.look(subject, !(await context.blobs.head(row.init_blob)) && `its init segment ${row.init_blob} is gone`);
  for (const segment of segments) {
    const blob = await context.blobs.head(segment.blobKey);
    findings.look(
      subject,
      !blob && `its segment ${segment.blobKey} is gone`,
      blob !== undefined &&
        blob.sizeBytes !== segment.sizeBytes &&
        `its segment ${segment.blobKey} has ${blob.sizeBytes} bytes instead of ${segment.sizeBytes}`,
    );
  }
}

function endSeconds(row: RenditionRow, segments: readonly Segment[]): number {
  const ticks = segments.reduce((sum, { durationTicks }) => sum + durationTicks, Number(row.runs[0]?.start_ticks ?? 0));
  return ticks / row.timescale;
}

function apartProblem(ends: readonly number[]): string | null {
  if (ends.length === 0) return null;
  const apart = Math.max(...ends) - Math.min(...ends);
  return apart > TRACKS_END_WITHIN_S ? `its tracks end ${apart.toFixed(3)} s apart` : null;
}
