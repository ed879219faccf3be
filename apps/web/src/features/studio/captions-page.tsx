import { Button, Notice, Skeleton } from '@kinora/ui';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { useBlocker, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
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
import { StudioSubpage } from './studio-subpage.tsx';
import { type CueEditing, useCues } from './use-cues.ts';

/** Captions of one language beside the player. */
export function CaptionsPage() {
  const { videoId, language } = useParams({ from: '/studio/studio/videos/$videoId/captions/$language' });
  const { label, first } = useSearch({ from: '/studio/studio/videos/$videoId/captions/$language' });
  const t = useTranslations('captions');
  const locale = useLocale();
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
  const isLoaded = video.data !== undefined && query.data !== undefined;
  const retry = () => void Promise.all([video.refetch(), query.refetch()]);
  return (
    <StudioSubpage
      title={t('editTitle', { language: name })}
      about={video.data?.title ?? ''}
      back={t('back')}
      backToVideo={videoId}
      failure={error && !isLoaded ? { error, title: t('loadFailed'), retry } : null}
      aside={<SaveState state={editing.saving ? 'saving' : editing.saved && !editing.dirty ? 'saved' : 'idle'} />}
    >
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
      {leaving.status === 'blocked' && (
        <LeaveDialog text={t('leaveText')} onStay={leaving.reset} onLeave={leaving.proceed} />
      )}
    </StudioSubpage>
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
