import { ApiError, type Chapter, type VideoDetail } from '@kinora/sdk';
import { Button, classNames, fieldBox, IconButton } from '@kinora/ui';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { SaveState } from '../../app/save-state.tsx';
import { useAutosave } from '../../app/use-autosave.ts';
import { formatTime, parseTime } from '../playback/player-parts.ts';
import { videoChanged } from '../videos/queries.ts';
import { chapterProblem } from './chapter-problem.ts';

const MOST = 100;
const FOUND = { description: 'found', file: 'foundInFile', nowhere: 'none' } as const;

/** Chapters of the creator's own, or those that the description lists until there are some. */
export function ChaptersSection({ video }: { video: VideoDetail }) {
  const t = useTranslations('chapters');
  const describe = useDescribeError();
  const [own, setOwn] = useState<Chapter[] | null>(video.chaptersFrom === 'creator' ? video.chapters : null);
  const save = useAutosave<{ chapters: Chapter[] }>(async ({ chapters }) => {
    await videoChanged(await client.captions.putChapters(video.id, chapters));
  });
  const durationS = (video.durationMs ?? 0) / 1000;
  const problem = own && chapterProblem(own, video.durationMs);
  const change = (chapters: Chapter[]) => {
    setOwn(chapters);
    if (!chapterProblem(chapters, video.durationMs)) save.change({ chapters });
  };
  const begin = () => setOwn(video.chapters.length > 0 ? video.chapters : [{ startMs: 0, title: t('first') }]);
  const error = save.error instanceof ApiError ? (save.error.errors[0]?.message ?? describe(save.error)) : null;
  return (
    <section aria-labelledby="chapters-heading" className="flex flex-col gap-3 border-t border-line pt-6">
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-3">
        <h2 id="chapters-heading" className="text-18 font-semibold">
          {t('heading')}
        </h2>
        {own ? <SaveState state={problem ? 'idle' : save.state} /> : <Button onClick={begin}>{t('edit')}</Button>}
      </header>
      {error && save.state === 'failed' && (
        <p role="alert" className="text-13 text-danger">
          {error}
        </p>
      )}
      {!own ? (
        // While the creator's own are being given up nothing is said of them.
        video.chaptersFrom !== 'creator' && (
          <>
            <p className="max-w-140 text-14 text-text-2">
              {t(FOUND[video.chaptersFrom ?? 'nowhere'], { count: video.chapters.length })}
            </p>
            {video.chapters.length > 0 && (
              <ol className="flex flex-col gap-1">
                {video.chapters.map(({ startMs, title }) => (
                  <li key={startMs} className="flex gap-3 text-14">
                    <span className="tabular w-16 shrink-0 text-text-2">{formatTime(startMs / 1000, durationS)}</span>
                    <bdi className="min-w-0 break-words">{title}</bdi>
                  </li>
                ))}
              </ol>
            )}
          </>
        )
      ) : (
        <>
          <ol className="flex flex-col gap-2">
            {own.map((chapter, index) => (
              <ChapterRow
                // biome-ignore lint/suspicious/noArrayIndexKey: a chapter is its place; its time is being edited
                key={index}
                chapter={chapter}
                index={index}
                durationS={durationS}
                // The last one has only just been added.
                problem={
                  problem?.index === index && !(problem.reason === 'untitled' && index === own.length - 1)
                    ? t(problem.reason)
                    : null
                }
                onChange={(next) => change(own.with(index, next))}
                onRemove={own.length > 1 ? () => change(own.toSpliced(index, 1)) : null}
              />
            ))}
          </ol>
          <div className="flex flex-wrap gap-2">
            {own.length < MOST && (
              <Button
                icon={<PlusIcon size={20} aria-hidden />}
                onClick={() => setOwn([...own, { startMs: (own.at(-1)?.startMs ?? 0) + 1000, title: '' }])}
              >
                {t('add')}
              </Button>
            )}
            <Button
              variant="ghost"
              onClick={() => {
                setOwn(null);
                save.change({ chapters: [] });
                void save.flush();
              }}
            >
              {t('reset')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

interface ChapterRowProps {
  chapter: Chapter;
  index: number;
  durationS: number;
  problem: string | null;
  onChange: (chapter: Chapter) => void;
  onRemove: (() => void) | null;
}

function ChapterRow({ chapter, index, durationS, problem, onChange, onRemove }: ChapterRowProps) {
  const t = useTranslations('chapters');
  const written = formatTime(chapter.startMs / 1000, durationS);
  const [draft, setDraft] = useState(written);
  useEffect(() => setDraft(written), [written]);
  const box = classNames(fieldBox, 'h-10 px-3', problem ? 'border-danger' : 'border-line-ctl hover:border-text-3');
  const problemId = `chapter-${index}-problem`;
  const described = problem ? problemId : undefined;
  return (
    <li className="grid grid-cols-[88px_minmax(0,1fr)_40px] items-center gap-x-2 gap-y-1">
      <input
        aria-label={t('startOf', { number: index + 1 })}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described}
        dir="ltr"
        inputMode="numeric"
        // The first one begins with the film.
        readOnly={index === 0}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => {
          const seconds = parseTime(draft);
          setDraft(written);
          if (seconds !== null && seconds * 1000 !== chapter.startMs)
            onChange({ ...chapter, startMs: Math.round(seconds * 1000) });
        }}
        className={classNames(box, 'tabular text-14 read-only:text-text-3')}
      />
      <input
        aria-label={t('titleOf', { number: index + 1 })}
        aria-describedby={described}
        dir="auto"
        maxLength={100}
        value={chapter.title}
        onChange={(event) => onChange({ ...chapter, title: event.currentTarget.value })}
        className={box}
      />
      {onRemove && index > 0 ? (
        <IconButton label={t('remove', { title: chapter.title || written })} onClick={onRemove}>
          <XIcon size={20} aria-hidden />
        </IconButton>
      ) : (
        <span />
      )}
      {problem && (
        <p id={problemId} className="col-span-3 text-13 text-danger">
          {problem}
        </p>
      )}
    </li>
  );
}
