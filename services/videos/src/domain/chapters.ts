import { type KeptRanges, shownTime, wholeTime } from '@kinora/media';

export interface Chapter {
  startMs: number;
  title: string;
}

export const MOST_CHAPTERS = 100;
export const LONGEST_CHAPTER_TITLE = 100;
/** Fewer times in a description are remarks. */
const FEWEST = 3;

/** `0:00 Ropes`, `[1:12] The slip`, `- 1:02:03 – Oars`. */
const LINE = /^[\s*•·–—-]{0,5}[([]?(?:(\d{1,3}):)?(\d{1,2}):([0-5]\d)[)\]]?(?![\d:])[\s–—:|.-]{0,5}(\S.*)$/u;

interface Described {
  description: string;
  chapters: readonly Chapter[] | null;
  file_chapters: readonly Chapter[] | null;
  duration_ms: number | null;
  /** The parts of the whole film that are shown, in milliseconds; null: all of it. */
  kept?: KeptRanges | null;
}

/**
 * What the creator gave, else what the description lists, else what the file brought along; nothing that begins after the
 * film's end. Those of the creator and of the file are kept in times of the whole film: they are shown where its parts are.
 */
export function chaptersOf(video: Described): { chapters: Chapter[]; from: 'creator' | 'description' | 'file' | null } {
  const durationMs = video.duration_ms === null ? Number.POSITIVE_INFINITY : Number(video.duration_ms);
  if (video.chapters && video.kept) return { chapters: shownChapters(video.chapters, video.kept), from: 'creator' };
  if (video.chapters) {
    return { chapters: video.chapters.filter(({ startMs }) => startMs < durationMs), from: 'creator' };
  }
  const described = chaptersInDescription(video.description, durationMs);
  if (described.length > 0) return { chapters: described, from: 'description' };
  const own = video.file_chapters ?? [];
  const chapters = video.kept ? shownChapters(own, video.kept) : own.filter(({ startMs }) => startMs < durationMs);
  return { chapters, from: chapters.length > 0 ? 'file' : null };
}

function shownChapters(chapters: readonly Chapter[], kept: KeptRanges): Chapter[] {
  return chapters
    .filter((_, index) => isSeen(chapters, index, kept))
    .map(({ startMs, title }) => ({ startMs: shownTime(kept, startMs), title }));
}

/** Something of the chapter is shown. */
function isSeen(chapters: readonly Chapter[], index: number, kept: KeptRanges): boolean {
  const endMs = chapters[index + 1]?.startMs ?? Number.POSITIVE_INFINITY;
  return shownTime(kept, endMs) > shownTime(kept, chapters[index]?.startMs ?? endMs);
}

/** The way back, with those that `before` has for what is cut out: they are there again when the original is. */
export function wholeChapters(shown: readonly Chapter[], kept: KeptRanges, before: readonly Chapter[]): Chapter[] {
  const hidden = before.filter((_, index) => !isSeen(before, index, kept));
  const moved = shown.map(({ startMs, title }, index) => {
    // What comes before the first part belongs to its chapter, unless it has one of its own.
    const isFirst = index === 0 && !hidden.some((chapter) => chapter.startMs === 0);
    return { startMs: isFirst ? 0 : wholeTime(kept, startMs), title };
  });
  const starts = new Map([...hidden, ...moved].map((chapter) => [chapter.startMs, chapter]));
  return [...starts.values()].sort((a, b) => a.startMs - b.startMs).slice(0, MOST_CHAPTERS);
}

/** Lines that begin with a time, from 0:00 on, ascending; the first one that does not ascend ends the list. */
export function chaptersInDescription(description: string, durationMs = Number.POSITIVE_INFINITY): Chapter[] {
  const chapters: Chapter[] = [];
  for (const line of description.split(/\r\n|\r|\n/)) {
    const [, hours = '0', minutes = '0', seconds = '0', title] = LINE.exec(line) ?? [];
    if (title === undefined) continue;
    const startMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    const last = chapters.at(-1);
    if (!last && startMs !== 0) continue;
    if (last && (startMs <= last.startMs || startMs >= durationMs)) break;
    chapters.push({ startMs, title: [...title.trim()].slice(0, LONGEST_CHAPTER_TITLE).join('') });
    if (chapters.length === MOST_CHAPTERS) break;
  }
  return chapters.length >= FEWEST ? chapters : [];
}

/** Ascending, each time once, to a tenth of a second: files round on their own clocks. One alone says nothing that the title does not. */
export function chaptersOfFile(found: readonly Chapter[]): Chapter[] {
  const chapters: Chapter[] = [];
  for (const { startMs: exactMs, title } of found.toSorted((a, b) => a.startMs - b.startMs)) {
    const startMs = Math.round(exactMs / 100) * 100;
    if (startMs === chapters.at(-1)?.startMs || title.trim() === '') continue;
    chapters.push({ startMs, title: [...title.trim()].slice(0, LONGEST_CHAPTER_TITLE).join('') });
    if (chapters.length === MOST_CHAPTERS) break;
  }
  return chapters.length > 1 ? chapters : [];
}
