import {
  isShown,
  type KeptRanges,
  planTrim,
  planTrimmedSound,
  type Rendition,
  shownTime,
  soundFrames,
  type TrimPiece,
} from '@kinora/media';
import type { SpliceWork } from '@kinora/worker';
import type { EditionSheet, EditionTrack, WholeEdition } from '../store/read-edition.ts';

/** What a task of a trim makes: what the worker is told, which blobs it may read, and what has to come of it. */
export interface SplicePayload {
  work: SpliceWork;
  /** Blob keys of the whole film's files, by the names that the worker asks with. */
  blobs: Record<string, string>;
  expected: { name: string; segments: { sequence: number; startTicks: number; durationTicks: number }[] }[];
  /** Which sheet of the storyboard is painted over, with the times that its pictures show afterwards. */
  sheet?: EditionSheet;
}

export interface SplicePlan {
  tasks: { payload: SplicePayload; durationMs: number }[];
  /** Sheets that stay as they are, under other times. */
  sheets: EditionSheet[];
  /** The poster shows what is kept. */
  keepsPoster: boolean;
  durationMs: number;
  /** Renditions and sound that keep the init segment which they have. */
  kept: EditionTrack[];
}

const COPIES_IN_A_TASK = 24;
const SOUNDS_IN_A_TASK = 60;
const FRAME_TICKS = 1024;
/** Half a millisecond. */
const ROUNDED_TICKS = 45;
const nothing = (): SpliceWork => ({ kind: 'splice', copies: [], encode: null, sound: [], sheet: null, poster: null });

/** Divides a trim into tasks: whole segments in groups, each segment in which a cut lies alone, the sound, the pictures. */
export function planSplice(
  edition: WholeEdition,
  { ladder, ranges, picture }: { ladder: Rendition[]; ranges: KeptRanges; picture: { fpsNum: number; fpsDen: number } },
): SplicePlan {
  const [top] = edition.video;
  if (!top) throw new Error('An edition without a picture cannot be trimmed.');
  const grid = top.segments.map(({ sequence, startTicks, durationTicks }) => ({
    sequence,
    start: startTicks,
    duration: durationTicks,
  }));
  if (!edition.video.every((track) => sameGrid(track, top))) throw new Error('Renditions are divided at other times.');
  const pieces = planTrim(grid, ranges);
  const groups = groupPieces(pieces);
  const keepsPoster =
    edition.posterKey !== null &&
    pieces.slice(0, 2).every(({ whole, source, sequence }) => whole && source === sequence);
  const tasks = groups.map((group, index) => {
    const payload = group[0]?.whole
      ? copyTask(edition, group)
      : encodeTask(edition, group[0] as TrimPiece, { ladder, picture });
    if (index === 0 && !keepsPoster) payload.work.poster = top.name;
    return { payload, durationMs: Math.round(group.reduce((sum, { duration }) => sum + duration, 0) / 90) };
  });
  const sheets = edition.sheets.map((sheet) => ({ before: sheet, after: moveSheet(sheet, ranges) }));
  const hidden = sheets.filter(({ after }) => after.timesMs.some((time) => time < 0) && isSeen(after));
  return {
    tasks: [
      ...tasks,
      ...edition.audio.flatMap((track) => soundTasks(track, ranges)).map((payload) => ({ payload, durationMs: 0 })),
      ...hidden.map(({ after }) => ({ payload: sheetTask(after), durationMs: 0 })),
    ],
    sheets: sheets.filter(({ after }) => after.timesMs.every((time) => time >= 0)).map(({ after }) => after),
    keepsPoster,
    durationMs: Math.round(pieces.reduce((sum, { duration }) => sum + duration, 0) / 90),
    kept: pieces.every(({ whole }) => whole) ? [...edition.video, ...edition.audio] : edition.audio,
  };
}

function sameGrid(a: EditionTrack, b: EditionTrack): boolean {
  return (
    a.segments.length === b.segments.length &&
    a.segments.every((segment, index) => segment.startTicks === b.segments[index]?.startTicks)
  );
}

function groupPieces(pieces: readonly TrimPiece[]): TrimPiece[][] {
  const groups: TrimPiece[][] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (piece.whole && last?.[0]?.whole && last.length < COPIES_IN_A_TASK) last.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

const expectedOf = ({ sequence, start, duration }: TrimPiece) => ({
  sequence,
  startTicks: start,
  durationTicks: duration,
});

function copyTask({ video }: WholeEdition, group: readonly TrimPiece[]): SplicePayload {
  const blobs: Record<string, string> = {};
  const copies = video.flatMap(({ name, segments, init }) => {
    blobs[`${name}/init.mp4`] = init.blobKey;
    return group.map(({ source, sequence, start, from }) => {
      blobs[`${name}/${source}.m4s`] = segments[source]?.blobKey ?? '';
      return { rendition: name, source, sequence, shiftTicks: start - from };
    });
  });
  const expected = video.map(({ name }) => ({ name, segments: group.map(expectedOf) }));
  return { work: { ...nothing(), copies }, blobs, expected };
}

/** All renditions of a part of one segment are encoded from the best there is: the file's own picture where that is shown. */
function encodeTask(
  { video }: WholeEdition,
  piece: TrimPiece,
  { ladder, picture }: { ladder: Rendition[]; picture: { fpsNum: number; fpsDen: number } },
): SplicePayload {
  const blobs: Record<string, string> = {};
  for (const { name, init } of video) blobs[`${name}/init.mp4`] = init.blobKey;
  const [top] = video;
  if (top) blobs[`${top.name}/${piece.source}.m4s`] = top.segments[piece.source]?.blobKey ?? '';
  const encode = {
    from: piece.from,
    until: piece.from + piece.duration,
    source: piece.source,
    sequence: piece.sequence,
    shiftTicks: piece.start - piece.from,
    renditions: ladder,
    picture: { ...picture, interlaced: false, hdr: false },
  };
  const expected = video.map(({ name }) => ({ name, segments: [expectedOf(piece)] }));
  return { work: { ...nothing(), encode }, blobs, expected };
}

function soundTasks(track: EditionTrack, ranges: KeptRanges): SplicePayload[] {
  const frames = track.segments.reduce((sum, { durationTicks }) => sum + durationTicks / FRAME_TICKS, 0);
  const pieces = planTrimmedSound(ranges, frames);
  const tasks: SplicePayload[] = [];
  for (let first = 0; first < pieces.length; first += SOUNDS_IN_A_TASK) {
    const blobs: Record<string, string> = { [`${track.name}/init.mp4`]: track.init.blobKey };
    const own = pieces.slice(first, first + SOUNDS_IN_A_TASK);
    const sound = own.map(({ sequence, firstFrame, runs }) => ({
      rendition: track.name,
      sequence,
      startTicks: firstFrame * FRAME_TICKS,
      runs: runs.flatMap((run) => sourcesOf(track, run, blobs)),
    }));
    const segments = own.map((piece) => ({
      sequence: piece.sequence,
      startTicks: piece.firstFrame * FRAME_TICKS,
      durationTicks: soundFrames(piece) * FRAME_TICKS,
    }));
    tasks.push({ work: { ...nothing(), sound }, blobs, expected: [{ name: track.name, segments }] });
  }
  return tasks;
}

/** In which segments a run of frames lies. */
function sourcesOf(track: EditionTrack, run: { frame: number; count: number }, blobs: Record<string, string>) {
  return track.segments.flatMap(({ sequence, startTicks, durationTicks, blobKey }) => {
    const first = startTicks / FRAME_TICKS;
    const from = Math.max(run.frame, first);
    const until = Math.min(run.frame + run.count, first + durationTicks / FRAME_TICKS);
    if (until <= from) return [];
    blobs[`${track.name}/${sequence}.m4s`] = blobKey;
    return [{ source: sequence, from: from - first, count: until - from }];
  });
}

function moveSheet(sheet: EditionSheet, ranges: KeptRanges): EditionSheet {
  const timesMs = sheet.timesMs.map((time) => {
    // Times are rounded: a picture this close to a cut may be of what is cut out.
    const ticks = time * 90;
    const shows = isShown(ranges, Math.max(0, ticks - ROUNDED_TICKS)) && isShown(ranges, ticks + ROUNDED_TICKS);
    return shows ? Math.round(shownTime(ranges, ticks) / 90) : -1;
  });
  return { ...sheet, timesMs };
}

function isSeen({ timesMs }: EditionSheet): boolean {
  return timesMs.some((time) => time >= 0);
}

function sheetTask(sheet: EditionSheet): SplicePayload {
  const tiles = sheet.timesMs.flatMap((time, index) =>
    time >= 0
      ? []
      : [
          {
            x: (index % sheet.columns) * sheet.tileWidth,
            y: Math.floor(index / sheet.columns) * sheet.tileHeight,
            width: sheet.tileWidth,
            height: sheet.tileHeight,
          },
        ],
  );
  return {
    work: { ...nothing(), sheet: { tiles } },
    blobs: { 'storyboard.jpg': sheet.blobKey },
    expected: [],
    sheet,
  };
}
