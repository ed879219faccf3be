import { Button, buttonClass, classNames, ErrorState, Skeleton } from '@kinora/ui';
import { Link, useNavigate, useParams, useRouterState, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { isNotFound, useDescribeError } from '../../app/describe-error.ts';
import { useSession } from '../../app/use-session.ts';
import { useStored } from '../../app/use-stored.ts';
import { useTitle } from '../../app/use-title.ts';
import { useTogether } from '../premieres/use-together.ts';
import { useAdult } from '../videos/adult.ts';
import { flatten, isPasswordNeeded, usePublicVideos, useVideo } from '../videos/queries.ts';
import { AgeGate } from './age-gate.tsx';
import { NotPlayable } from './not-playable.tsx';
import { PasswordGate } from './password-gate.tsx';
import { type PlayerHandle, parseTime } from './player-parts.ts';
import { UpNext } from './up-next.tsx';
import { VideoInfo } from './video-info.tsx';
import { VideoPlayer } from './video-player.tsx';

const PremiereScreen = lazy(async () => ({
  default: (await import('../premieres/premiere-screen.tsx')).PremiereScreen,
}));
const PremiereBar = lazy(async () => ({ default: (await import('../premieres/premiere-bar.tsx')).PremiereBar }));
const PremiereNotice = lazy(async () => ({
  default: (await import('../premieres/premiere-notice.tsx')).PremiereNotice,
}));

export function WatchPage() {
  const { videoId } = useParams({ from: '/watch/$videoId' });
  const { t: start, comment } = useSearch({ from: '/watch/$videoId' });
  const t = useTranslations('watch');
  const app = useTranslations('app');
  const doors = useTranslations('doors');
  const adult = useAdult();
  const query = useVideo(videoId);
  const [theatre, setTheatre] = useStored('kinora.theatre', false);
  const [autoplay, setAutoplay] = useStored('kinora.autoplay', false);
  const player = useRef<PlayerHandle>(null);
  const [chapter, setChapter] = useState(-1);
  const navigate = useNavigate();
  const next = usePublicVideos();
  const others = flatten(next.data).filter((video) => video.id !== videoId);
  const together = useTogether(query.data);
  const isLocked = isPasswordNeeded(query.error);
  useTitle(isLocked ? doors('title') : (query.data?.title ?? (query.isError ? t('notFoundTitle') : null)));

  const leave = (
    <Link to="/" className={buttonClass('tonal')}>
      {app('goHome')}
    </Link>
  );
  if (isLocked) return <PasswordGate key={videoId} videoId={videoId} leave={leave} />;
  if (query.isError && !query.data) return <WatchError error={query.error} onRetry={() => void query.refetch()} />;
  const video = query.data;
  if (video?.mature && !adult && !video.canEdit) {
    return <AgeGate video={video} leave={leave} />;
  }
  if (video?.premiere && !video.playback && !video.canEdit) {
    return (
      <Suspense fallback={null}>
        <PremiereScreen video={video} premiere={video.premiere} />
      </Suspense>
    );
  }
  const first = others[0];
  const goNext = first ? () => void navigate({ to: '/watch/$videoId', params: { videoId: first.id } }) : null;
  return (
    <div className={classNames('mx-auto max-w-[1720px] pb-12 phone:px-6', theatre && 'max-w-none')}>
      <div className={classNames('watch-layout', theatre && 'watch-theatre')}>
        <div className="watch-player">
          <div className="watch-frame">
            {video?.playback && together.isReady ? (
              <VideoPlayer
                ref={player}
                video={video}
                startS={together.positionS?.() ?? (start ? parseTime(start) : null)}
                limitS={together.positionS ?? undefined}
                theatre={theatre}
                onTheatre={() => setTheatre(!theatre)}
                onNext={goNext}
                onEnded={() => autoplay && goNext?.()}
                onChapter={setChapter}
              />
            ) : video && !video.playback ? (
              <NotPlayable video={video} />
            ) : (
              <div className="aspect-video bg-surface-1" aria-hidden />
            )}
          </div>
        </div>
        <div className="watch-info max-phone:px-4">
          <Suspense fallback={null}>
            {video?.premiere?.startedAt && together.positionS && (
              <PremiereBar startedAt={video.premiere.startedAt} player={player} togetherS={together.positionS} />
            )}
            {video?.premiere && video.canEdit && !video.premiere.startedAt && (
              <PremiereNotice premiere={video.premiere} />
            )}
          </Suspense>
          {video ? (
            <VideoInfo
              video={video}
              chapter={chapter}
              onSeek={(seconds) => seekAndShow(player.current, seconds)}
              player={player}
              comment={comment}
            />
          ) : (
            <InfoBoxes />
          )}
        </div>
        {/* Below what is not there yet it would move as that comes. */}
        <aside
          className={classNames('watch-side max-phone:px-4', !video && 'max-side:invisible')}
          aria-label={t('upNext')}
        >
          <UpNext videos={others} query={next} autoplay={autoplay} onAutoplay={setAutoplay} />
        </aside>
      </div>
    </div>
  );
}

function seekAndShow(player: PlayerHandle | null, seconds: number): void {
  player?.seek(seconds);
  player?.play();
  document.querySelector('video')?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
}

function InfoBoxes() {
  return (
    <div aria-hidden className="flex flex-col gap-4 pt-4">
      <Skeleton className="h-7 w-3/5" />
      <div className="flex items-center gap-3">
        <Skeleton className="size-10 rounded-full" />
        <Skeleton className="h-5 w-40" />
      </div>
      <Skeleton className="h-5 w-2/3" />
    </div>
  );
}

function WatchError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations('watch');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const session = useSession();
  const href = useRouterState({ select: (state) => state.location.href });
  if (!isNotFound(error)) {
    return (
      <ErrorState
        heading="h1"
        title={t('errorTitle')}
        text={describe(error)}
        action={
          <Button variant="ink" onClick={onRetry}>
            {app('tryAgain')}
          </Button>
        }
      />
    );
  }
  const anonymous = session.state === 'anonymous';
  return (
    <ErrorState
      heading="h1"
      title={t('notFoundTitle')}
      text={anonymous ? t('notFoundSignIn') : t('notFoundText')}
      action={
        <>
          <Link to="/" className={buttonClass(anonymous ? 'tonal' : 'ink')}>
            {app('goHome')}
          </Link>
          {anonymous && (
            <Link to="/login" search={{ next: href }} className={buttonClass('ink')}>
              {app('logIn')}
            </Link>
          )}
        </>
      }
    />
  );
}
