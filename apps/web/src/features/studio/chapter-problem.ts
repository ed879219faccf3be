import type { Chapter } from '@kinora/sdk';

export interface ChapterProblem {
  index: number;
  reason: 'untitled' | 'notAfter' | 'afterEnd';
}

/** What keeps chapters from being saved, by the first of them that is so; the first begins at 0:00 anyway. */
export function chapterProblem(chapters: readonly Chapter[], durationMs: number | null): ChapterProblem | null {
  for (const [index, { startMs, title }] of chapters.entries()) {
    const before = chapters[index - 1];
    if (before && startMs <= before.startMs) return { index, reason: 'notAfter' };
    if (durationMs !== null && startMs >= durationMs && index > 0) return { index, reason: 'afterEnd' };
    if (title.trim() === '') return { index, reason: 'untitled' };
  }
  return null;
}
