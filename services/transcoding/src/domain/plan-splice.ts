import {
  isShown,
  type KeptRanges,
  planTrim,
  planTrimmedSound,
  type Rendition,
  type SoundPiece,
  shownTime,
  soundFrames,
  type TrimPiece,
} from '@kinora/media';
import type { SpliceWork } from '@kinora/worker';
import type { EditionSheet, EditionTrack, WholeEdition } from './whole-edition.ts';

/** What a task of a trim makes: what the worker is told, which blobs it may read, and what has to come of it. */
export interface SplicePayload {
  work: SpliceWork;
  /** Blob keys of the whole film's files, by the names that the worker asks with. */
  blobs: Record<string, string>;
  expected: { name: string; segments: { sequence: number; startTicks: number; durationTicks: number }[] }[];
  /** Which sheet of the storyboard is painted over, with the times that its pictures show afterwards. */
  sheet?: EditionSheet;
}

interface SpliceTask {
  payload: SplicePayload;
  /** What it counts for in the progress. */
  durationMs: number;
}

export interface SplicePlan {
  tasks: SpliceTask[];
  /** Sheets that stay as they are, under other times. */
  sheets: EditionSheet[];
  /** The poster shows what is kept. */
  keepsPoster: boolean;
  durationMs: number;
  /** Renditions and sounds that keep the init segment which they have. */
  kept: EditionTrack[];
  /** How many segments each track has. */
  totals: Map<string, number>;
}

interface SpliceOptions {
  ladder: readonly Rendition[];
  ranges: KeptRanges;
  picture: { fpsNum: number; fpsDen: number };
  /** The first rendition is the file's own, which another encoder has made. */
  copied: boolean;
  /** What is encoded of that rendition may stand between its copies; a worker finds out whether it can. */
  mayStandBeside: boolean;
}

const COPIES_IN_A_TASK = 24;
const ENCODED_IN_A_TASK = 5;
const SOUNDS_IN_A_TASK = 60;
const FRAME_TICKS = 1024;
/** Half a millisecond. */
const ROUNDED_TICKS = 45;
const nothing = (): SpliceWork => ({
  kind: 'splice',
  copies: [],
  encode: null,
  besideOwn: null,
  sound: [],
  sheet: null,
  poster: null,
});

/**
 * Divides a trim into tasks: each segment in which a cut lies alone, whole ones in groups, the sound, the pictures. Where a
 * cut lies within a segment of a file's own picture and nothing that is encoded can stand beside it, all of that is encoded.
 */
export function planSplice(edition: WholeEdition, options: SpliceOptions): SplicePlan {
  const { ranges } = options;
  const [top] = edition.video;
  if (!top) throw new Error('An edition without a picture cannot be trimmed.');
  const grid = top.segments.map(({ sequence, startTicks, durationTicks }) => ({
    sequence,
    start: startTicks,
    duration: durationTicks,
  }));
  if (!edition.video.every((track) => sameGrid(track, top))) throw new Error('Renditions are divided at other times.');
  const pieces = planTrim(grid, ranges);
  const copiesAll = pieces.every(({ whole }) => whole);
  const isMixed = options.copied && !copiesAll;
  const anew = isMixed && !options.mayStandBeside ? top : undefined;
  const besideOwn = isMixed && options.mayStandBeside ? top.name : null;
  const copied = edition.video.filter((track) => track !== anew);
  const edges = pieces.filter(({ whole }) => !whole);
  const tasks: SpliceTask[] = [
    // First, because they tell whether it can be done like this.
    ...edges.flatMap((edge) =>
      byCodec(options.ladder).map((renditions, index) => ({
        payload: encodeTask(edition, [edge], { ...options, renditions }),
        durationMs: index === 0 ? lengthMs([edge]) : 0,
      })),
    ),
    ...groupPieces(pieces, copied.length > 0 ? COPIES_IN_A_TASK : 0).map((group) => ({
      payload: copyTask(copied, group),
      durationMs: anew ? 0 : lengthMs(group),
    })),
    ...(anew ? groupPieces(pieces, ENCODED_IN_A_TASK) : []).map((group) => ({
      payload: encodeTask(edition, group, { ...options, renditions: options.ladder.slice(0, 1) }),
      durationMs: lengthMs(group),
    })),
  ];
  for (const { payload } of tasks) payload.work.besideOwn = besideOwn;
  const keepsPoster =
    edition.posterKey !== null &&
    pieces.slice(0, 2).every(({ whole, source, sequence }) => whole && source === sequence);
  if (!keepsPoster) {
    const first = tasks.find(({ payload }) =>
      payload.expected.some(({ name, segments }) => name === top.name && segments[0]?.sequence === 0),
    );
    if (first) first.payload.work.poster = top.name;
  }
  const sounds = edition.audio.map((track) => ({ track, pieces: soundPieces(track, ranges) }));
  const sheets = edition.sheets.map((sheet) => moveSheet(sheet, ranges));
  const painted = sheets.filter((sheet) => sheet.timesMs.some((time) => time < 0) && isSeen(sheet));
  return {
    tasks: [
      ...tasks,
      ...sounds
        .flatMap((sound) => soundTasks(sound.track, sound.pieces))
        .map((payload) => ({ payload, durationMs: 0 })),
      ...painted.map((sheet) => ({ payload: sheetTask(sheet), durationMs: 0 })),
    ],
    sheets: sheets.filter((sheet) => sheet.timesMs.every((time) => time >= 0)),
    keepsPoster,
    durationMs: lengthMs(pieces),
    kept: [...copied.filter(({ name }) => name !== besideOwn), ...edition.audio],
    totals: new Map([
      ...edition.video.map(({ name }) => [name, pieces.length] as const),
      ...sounds.map((sound) => [sound.track.name, sound.pieces.length] as const),
    ]),
  };
}

function sameGrid(a: EditionTrack, b: EditionTrack): boolean {
  return (
    a.segments.length === b.segments.length &&
    a.segments.every((segment, index) => segment.startTicks === b.segments[index]?.startTicks)
  );
}

function lengthMs(pieces: readonly TrimPiece[]): number {
  return Math.round(pieces.reduce((sum, { duration }) => sum + duration, 0) / 90);
}

/** Whole pieces that follow one another in the whole film, too, `most` of them at once. */
function groupPieces(pieces: readonly TrimPiece[], most: number): TrimPiece[][] {
  const groups: TrimPiece[][] = [];
  for (const piece of most > 0 ? pieces.filter(({ whole }) => whole) : []) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const follows = last && last.source + 1 === piece.source && last.sequence + 1 === piece.sequence;
    if (group && follows && group.length < most) group.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

/** Each is scaled from the one before it, from the largest on. */
function byCodec(ladder: readonly Rendition[]): Rendition[][] {
  const groups = Map.groupBy(ladder, ({ codec }) => codec ?? 'h264');
  return [...groups.values()].map((renditions) => renditions.toSorted((a, b) => b.width - a.width));
}

const expectedOf = ({ sequence, start, duration }: TrimPiece) => ({
  sequence,
  startTicks: start,
  durationTicks: duration,
});

function copyTask(tracks: readonly EditionTrack[], group: readonly TrimPiece[]): SplicePayload {
  const blobs: Record<string, string> = {};
  const copies = tracks.flatMap(({ name, segments, init }) => {
    blobs[`${name}/init.mp4`] = init.blobKey;
    return group.map(({ source, sequence, start, from }) => {
      blobs[`${name}/${source}.m4s`] = segments[source]?.blobKey ?? '';
      return { rendition: name, source, sequence, shiftTicks: start - from };
    });
  });
  const expected = tracks.map(({ name }) => ({ name, segments: group.map(expectedOf) }));
  return { work: { ...nothing(), copies }, blobs, expected };
}

/** All renditions are encoded from the best there is: the file's own picture where that is shown. */
function encodeTask(
  { video: [top] }: WholeEdition,
  pieces: readonly TrimPiece[],
  { ladder, picture, renditions }: SpliceOptions & { renditions: readonly Rendition[] },
): SplicePayload {
  const [first, last] = [pieces[0], pieces.at(-1)];
  const [largest] = ladder;
  if (!top || !first || !last || !largest) throw new Error('There is nothing to encode.');
  const blobs: Record<string, string> = { [`${top.name}/init.mp4`]: top.init.blobKey };
  for (const { source } of pieces) blobs[`${top.name}/${source}.m4s`] = top.segments[source]?.blobKey ?? '';
  const encode = {
    input: top.name,
    sources: pieces.map(({ source }) => source),
    from: first.from,
    until: last.from + last.duration,
    cuts90k: pieces.map(({ from }) => from),
    firstSequence: first.sequence,
    shiftTicks: first.start - first.from,
    // Where the best there is has half of the file's frames, others are made of that half.
    renditions: renditions.map((rendition) => ({
      ...rendition,
      passthrough: false,
      rateDivisor: rendition.rateDivisor / largest.rateDivisor,
    })),
    picture: {
      fpsNum: picture.fpsNum,
      fpsDen: picture.fpsDen * largest.rateDivisor,
      interlaced: false,
      hdr: false,
    },
  };
  const expected = renditions.map(({ name }) => ({ name, segments: pieces.map(expectedOf) }));
  return { work: { ...nothing(), encode }, blobs, expected };
}

function soundPieces(track: EditionTrack, ranges: KeptRanges): SoundPiece[] {
  const frames = track.segments.reduce((sum, { durationTicks }) => sum + durationTicks / FRAME_TICKS, 0);
  return planTrimmedSound(ranges, frames);
}

function soundTasks(track: EditionTrack, pieces: readonly SoundPiece[]): SplicePayload[] {
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
