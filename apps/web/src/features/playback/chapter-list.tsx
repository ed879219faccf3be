import { formatTime, frameAt, useStoryboard } from '@kinora/player/headless';
import type { Chapter } from '@kinora/sdk';
import { classNames } from '@kinora/ui';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { FilledFrame } from '../videos/filled-frame.tsx';

export interface ChapterListProps {
  chapters: Chapter[];
  storyboardUrl: string | null;
  durationS: number;
  /** The one that is being watched, by its place. */
  current: number;
  onSeek: (seconds: number) => void;
}

/** A row of frames to go to; it follows what is being watched. */
export function ChapterList({ chapters, storyboardUrl, durationS, current, onSeek }: ChapterListProps) {
  const t = useTranslations('watch');
  const frames = useStoryboard(storyboardUrl);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const row = list.current;
    const item = row?.children[current];
    if (!row || !(item instanceof HTMLElement)) return;
    const toMiddle = item.offsetLeft - (row.clientWidth - item.clientWidth) / 2;
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    row.scrollTo({ left: toMiddle, behavior: smooth ? 'smooth' : 'auto' });
  }, [current]);
  if (chapters.length === 0) return null;
  return (
    <section aria-label={t('chapters')} className="mt-5">
      <h2 className="mb-2 text-16 font-semibold phone:sr-only">{t('chapters')}</h2>
      <ol ref={list} className="chapter-row relative -mx-1 flex gap-3 overflow-x-auto px-1 py-1">
        {chapters.map(({ startMs, title }, index) => {
          const here = index === current;
          // A little later than its first frame, which is often the last one of the chapter before.
          const frame = frameAt(frames, startMs / 1000 + 0.5);
          return (
            <li key={startMs} className="w-42 shrink-0">
              <button
                type="button"
                aria-current={here ? 'true' : undefined}
                onClick={() => onSeek(startMs / 1000)}
                className="block w-full rounded-sm text-start"
              >
                <span
                  className={classNames(
                    'relative block aspect-video overflow-hidden rounded-sm bg-surface-2',
                    here && 'outline-2 outline-offset-2 outline-accent',
                  )}
                >
                  {frame && <FilledFrame frame={frame} />}
                </span>
                <bdi className="mt-2 line-clamp-2 text-14 font-semibold break-words">{title}</bdi>
                <span className={classNames('tabular block text-13', here ? 'text-accent-text' : 'text-text-2')}>
                  {formatTime(startMs / 1000, durationS)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
