import { Button, buttonClass, ErrorState, Notice, Skeleton } from '@kinora/ui';
import { CaretLeftIcon } from '@phosphor-icons/react/dist/csr/CaretLeft';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { Link, useBlocker, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { isNotFound, useDescribeError } from '../../app/describe-error.ts';
import { SaveState } from '../../app/save-state.tsx';
import { useTitle } from '../../app/use-title.ts';
import type { PlayerHandle } from '../playback/player-parts.ts';
import { VideoPlayer } from '../playback/video-player.tsx';
import { useVideo } from '../videos/queries.ts';
import { problemOf } from './cue-edits.ts';
import { CueList } from './cue-list.tsx';
import { CueToolbar } from './cue-toolbar.tsx';
import { languageName } from './languages.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { type CueEditing, useCues } from './use-cues.ts';

/** Captions of one language beside the player. */
export function CaptionsPage() {
  const { videoId, language } = useParams({ from: '/studio/studio/videos/$videoId/captions/$language' });
  const { label, first } = useSearch({ from: '/studio/studio/videos/$videoId/captions/$language' });
  const t = useTranslations('captions');
  const watch = useTranslations('watch');
  const app = useTranslations('app');
  const locale = useLocale();
  const describe = useDescribeError();
  const player = useRef<PlayerHandle>(null);
  const [fresh, setFresh] = useState<number | null>(null);
  const video = useVideo(videoId);
  const { query, editing } = useCues({ videoId, language, label, first: first === '1' });
  const leaving = useBlocker({
    shouldBlockFn: () => editing.dirty,
    enableBeforeUnload: editing.dirty,
    withResolver: true,
  });
  const name = languageName(language, locale);
  useTitle(t('editTitle', { language: name }));
  const error = video.error ?? query.error;

  if (error && !(video.data && query.data)) {
    const missing = isNotFound(error);
    return (
      <ErrorState
        heading="h1"
        title={missing ? watch('notFoundTitle') : t('loadFailed')}
        text={missing ? watch('notFoundText') : describe(error)}
        action={
          missing ? (
            <Link to="/studio" className={buttonClass('ink')}>
              {t('toStudio')}
            </Link>
          ) : (
            <Button variant="ink" onClick={() => void Promise.all([video.refetch(), query.refetch()])}>
              {app('tryAgain')}
            </Button>
          )
        }
      />
    );
  }
  return (
    <>
      <header className="flex min-h-10 items-center justify-between gap-3 pb-5">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            to="/studio/videos/$videoId"
            params={{ videoId }}
            aria-label={t('back')}
            className="-ms-2 flex size-10 shrink-0 items-center justify-center rounded-sm hover:bg-surface-2"
          >
            <CaretLeftIcon size={20} className="rtl:-scale-x-100" aria-hidden />
          </Link>
          <div className="min-w-0">
            <h1 className="truncate text-24 font-semibold max-phone:text-20">{t('editTitle', { language: name })}</h1>
            <bdi className="block truncate text-13 text-text-2">{video.data?.title}</bdi>
          </div>
        </div>
        <SaveState state={editing.saving ? 'saving' : editing.saved && !editing.dirty ? 'saved' : 'idle'} />
      </header>
      <div className="captions-columns">
        <div className="captions-player">
          {video.data?.playback ? (
            <div className="overflow-hidden rounded-md max-phone:-mx-4 max-phone:rounded-none">
              <VideoPlayer ref={player} video={video.data} autoPlay={false} />
            </div>
          ) : (
            <Skeleton className="aspect-video" />
          )}
          {query.data && (
            <CueToolbar cues={editing.cues} player={player} onChange={editing.change} onAdded={setFresh}>
              <SaveButton editing={editing} />
            </CueToolbar>
          )}
          <Trouble editing={editing} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {query.data ? (
            <CueList cues={editing.cues} language={language} player={player} fresh={fresh} onChange={editing.change} />
          ) : (
            [0, 1, 2, 3].map((box) => <Skeleton key={box} className="h-22" />)
          )}
        </div>
      </div>
      {leaving.status === 'blocked' && <LeaveDialog onStay={leaving.reset} onLeave={leaving.proceed} />}
    </>
  );
}

function SaveButton({ editing }: { editing: CueEditing }) {
  const t = useTranslations('captions');
  const wrong = editing.cues.filter((cue) => problemOf(cue) !== null).length;
  const reason = !editing.dirty
    ? t('nothingToSave')
    : editing.cues.length === 0
      ? t('noneToSave')
      : wrong > 0
        ? t('wrongToSave', { count: wrong })
        : null;
  return (
    <Button variant="ink" busy={editing.saving} offReason={reason} onClick={() => void editing.save()}>
      {t('save')}
    </Button>
  );
}

/** Why it was not saved, and what can be done; the captions here stay as they are. */
function Trouble({ editing }: { editing: CueEditing }) {
  const t = useTranslations('captions');
  const describe = useDescribeError();
  if (editing.error === null) return null;
  return (
    <Notice tone="danger" role="alert" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
      {editing.conflict ? (
        <>
          {t('conflict')}
          <span className="mt-2 flex flex-wrap gap-2">
            <Button size="small" variant="line" onClick={() => void editing.reload()}>
              {t('takeTheirs')}
            </Button>
            <Button size="small" variant="line" onClick={() => void editing.save('mine')}>
              {t('keepMine')}
            </Button>
          </span>
        </>
      ) : (
        t('notSaved', { reason: describe(editing.error) })
      )}
    </Notice>
  );
}
