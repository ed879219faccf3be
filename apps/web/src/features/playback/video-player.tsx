import { shownTime, wholeTime } from '@kinora/media';
import type { PlayerBeacon, PlayerChapter, PlayerHandle, PlayerProps, PlayerSource } from '@kinora/player';
import type { Timeline } from '@kinora/player/headless';
import type { Chapter, VideoDetail } from '@kinora/sdk';
import { type Ref, useEffect, useMemo, useState } from 'react';
import { client } from '../../app/client.ts';
import { isNotFound } from '../../app/describe-error.ts';
import { usePlayerCards } from '../cards/use-player-cards.tsx';
import { refetchVideo } from '../videos/queries.ts';
import { usePlayerLabels } from './use-player-labels.ts';

type PlayerModule = typeof import('@kinora/player');

// Begins to load with the page that shows it, not with its first render.
let loaded: PlayerModule | null = null;
let loading: Promise<PlayerModule> | null = null;

function loadPlayer(): Promise<PlayerModule> {
  loading ??= import('@kinora/player').then(
    (module) => {
      loaded = module;
      return module;
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

// Whoever shows a player hears of a failure; this is only the head start.
loadPlayer().catch(() => {});

/** No Suspense: React holds back what follows a fallback for 300 ms, and the first picture must not wait for that. */
function usePlayerModule(): PlayerModule | null {
  const [module, setModule] = useState(loaded);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    if (!module) loadPlayer().then(setModule, setFailure);
  }, [module]);
  if (failure !== null) throw failure;
  return module;
}

type Passed = 'className' | 'controls' | 'limitS' | 'loop' | 'muted' | 'onController' | 'top';

export interface VideoPlayerProps extends Pick<PlayerProps, Passed> {
  video: VideoDetail;
  startS?: number | null;
  autoPlay?: boolean;
  theatre?: boolean;
  onTheatre?: () => void;
  onNext?: (() => void) | null;
  onEnded?: () => void;
  onChapter?: (index: number) => void;
  /** In a frame on a page of somebody else. */
  framed?: boolean;
  /** Whether it is a view; false where somebody works on the video. */
  counted?: boolean;
  /** Of what is shown here, when its address has ended; without it, what the video plays. */
  readAgain?: (() => Promise<VideoDetail | null>) | undefined;
  ref?: Ref<PlayerHandle>;
}

export function VideoPlayer({
  video: newest,
  autoPlay = true,
  counted = true,
  framed = false,
  readAgain,
  ...rest
}: VideoPlayerProps) {
  const [video, follow] = useWatched(newest);
  const labels = usePlayerLabels();
  const source = useSource(video);
  const chapters = useChapters(video);
  const { cards, end } = usePlayerCards(video, framed);
  const timeline = useMemo(() => timelineOf(video.shownRangesMs), [video.shownRangesMs]);
  const module = usePlayerModule();
  if (!source) return null;
  if (!module) return <Waiting posterUrl={source.posterUrl} />;
  return (
    <module.Player
      {...rest}
      videoId={video.id}
      source={source}
      labels={labels}
      chapters={chapters}
      cards={cards}
      end={end}
      timeline={timeline}
      autoPlay={autoPlay}
      onKeyEnded={async () => {
        const fresh = await unlessGone(readAgain ?? (() => refetchVideo(video.id)));
        if (fresh) follow(fresh);
        return fresh && sourceOf(fresh);
      }}
      onBeacon={(beacon, leaving) => counted && sendBeacon(video, beacon, leaving)}
    />
  );
}

function Waiting({ posterUrl }: { posterUrl: string | null }) {
  return (
    <div className="aspect-video bg-[#000]">
      {posterUrl && <img src={posterUrl} alt="" className="size-full object-contain" />}
    </div>
  );
}

/** Whoever has begun to watch a whole film goes on with it when another takes its place, until its address ends. */
function useWatched(newest: VideoDetail): [VideoDetail, (video: VideoDetail) => void] {
  const [watched, follow] = useState(newest);
  const { playback } = watched;
  const stays =
    watched.id === newest.id && playback?.complete === true && playback.edition !== newest.playback?.edition;
  if (!stays && watched !== newest) follow(newest);
  return [stays ? watched : newest, follow];
}

/** The same object while nothing changed, so that a poll does not look like news. */
function useSource(video: VideoDetail): PlayerSource | null {
  const text = JSON.stringify(sourceOf(video));
  return useMemo(() => JSON.parse(text) as PlayerSource | null, [text]);
}

function useChapters({ chapters }: VideoDetail): PlayerChapter[] {
  const text = JSON.stringify(chapters);
  return useMemo(
    () => (JSON.parse(text) as Chapter[]).map(({ startMs, title }) => ({ startS: startMs / 1000, title })),
    [text],
  );
}

/** Undefined for a film that is shown as a whole. */
function timelineOf(kept: VideoDetail['shownRangesMs']): Timeline | undefined {
  if (kept.length === 0) return undefined;
  return {
    toWhole: (shownS) => wholeTime(kept, shownS * 1000) / 1000,
    toShown: (wholeS) => shownTime(kept, wholeS * 1000) / 1000,
  };
}

/** Null for what was deleted, and for what is not for this person any more. */
async function unlessGone(read: () => Promise<VideoDetail | null>): Promise<VideoDetail | null> {
  try {
    return await read();
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

function sourceOf(video: VideoDetail): PlayerSource | null {
  const { playback } = video;
  if (!playback) return null;
  return {
    hlsUrl: playback.hlsUrl,
    soundUrl: playback.soundUrl,
    sounds: playback.sounds.map(({ label, language, loudnessLufs }) => ({ label, language, loudnessLufs })),
    posterUrl: playback.posterUrl,
    storyboardUrl: playback.storyboardUrl,
    captionsVersion: playback.captionsVersion,
    complete: playback.complete,
    availableMs: playback.availableMs,
    durationMs: video.durationMs,
    uploadStopped: video.arrival?.state === 'stopped',
    renditions: playback.renditions.map(({ name, width, height, frameRate, complete }) => ({
      name,
      width,
      height,
      frameRate,
      complete,
    })),
  };
}

/** A count that does not arrive must not disturb whoever is watching. */
function sendBeacon({ id, playback }: VideoDetail, beacon: PlayerBeacon, leaving: boolean): void {
  // Where it says who watches.
  const media = playback?.expiresAt ? { media: playback.hlsUrl } : {};
  client.playback.sendBeacon(id, { ...beacon, ...media }, { keepalive: leaving }).catch(() => {});
}
