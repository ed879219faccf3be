import { type ReactNode, type Ref, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { type PlayerBeacon, sendBeacons } from './beacons.ts';
import { CaptionsView } from './captions-view.tsx';
import { capturePicture, pictureIsThere } from './capture-picture.ts';
import { CardStrip, type PlayerCard } from './card-strip.tsx';
import { chapterAt, type PlayerChapter } from './chapters.ts';
import { PlayerController } from './controller.ts';
import { Controls, type ControlsMenu } from './controls.tsx';
import { EndScreen } from './end-screen.tsx';
import { createHlsEngine, hlsIsSupported } from './hls-engine.ts';
import { createNativeEngine } from './native-engine.ts';
import { BigPlay, ShortcutsHelp, StatusOverlay } from './overlays.tsx';
import { pageStorage } from './page-storage.ts';
import type { PlayerLabels } from './player-labels.ts';
import type { PlayerSource } from './player-source.ts';
import { resumePosition, savePosition, type Timeline } from './resume-position.ts';
import { SoundAlone } from './sound-alone.tsx';
import { useIdle } from './use-idle.ts';
import { usePlayerState } from './use-player-state.ts';
import { useShortcuts } from './use-shortcuts.ts';
import './player.css';

export interface PlayerHandle {
  seek(seconds: number): void;
  play(): void;
  pause(): void;
  /** Neither paused nor at its end. */
  isPlaying(): boolean;
  currentS(): number;
  /** The picture that is shown, as a JPEG; null before there is one. */
  capture(): Promise<Blob | null>;
  /** Goes there, and answers the picture when it is there. */
  captureAt(seconds: number): Promise<Blob | null>;
}

export interface PlayerProps {
  /** A change of it begins anew; anything else goes on at its position. */
  videoId: string;
  source: PlayerSource;
  labels: PlayerLabels;
  chapters?: readonly PlayerChapter[];
  /** Told of the chapter that is being watched, by its place. */
  onChapter?: (index: number) => void;
  /** Of a film of which parts are shown; positions are kept in times of the whole film. */
  timeline?: Timeline | undefined;
  /** From a link; goes before where the person stopped. */
  startS?: number | null;
  /** How far anybody may be by now, where all watch together. */
  limitS?: (() => number) | undefined;
  autoPlay?: boolean;
  muted?: boolean;
  loop?: boolean;
  /** Without them a click still plays and pauses. */
  controls?: boolean;
  /** Ascending. */
  cards?: readonly PlayerCard[];
  /** Shown over the end. */
  end?: ReactNode;
  /** Over the picture's upper edge, shown and hidden with the controls. */
  top?: ReactNode;
  theatre?: boolean;
  onTheatre?: () => void;
  onNext?: (() => void) | null;
  onEnded?: () => void;
  onKeyEnded: () => Promise<PlayerSource | null>;
  /** Whoever else drives this player; answers how to stop. */
  onController?: (controller: PlayerController) => () => void;
  onBeacon?: (beacon: PlayerBeacon, leaving: boolean) => void;
  className?: string;
  ref?: Ref<PlayerHandle>;
}

export function Player(props: PlayerProps) {
  return <OnePlayer key={props.videoId} {...props} />;
}

function OnePlayer(props: PlayerProps) {
  const { videoId, source, labels, onTheatre } = props;
  const root = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const cover = useRef<HTMLCanvasElement>(null);
  const [controller, setController] = useState<PlayerController | null>(null);
  const [help, setHelp] = useState(false);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!video.current || !cover.current) return;
    const element = video.current;
    const first = latest.current;
    element.muted = first.muted ?? false;
    element.loop = first.loop ?? false;
    const { durationMs } = first.source;
    const stopped = { durationS: durationMs === null ? null : durationMs / 1000, timeline: first.timeline };
    const made = new PlayerController({
      video: element,
      cover: cover.current,
      source: first.source,
      startS: first.startS ?? resumePosition(pageStorage(), videoId, stopped) ?? 0,
      autoPlay: first.autoPlay ?? false,
      limitS: () => latest.current.limitS?.(),
      createEngine: hlsIsSupported() ? createHlsEngine : createNativeEngine,
      onKeyEnded: () => latest.current.onKeyEnded(),
    });
    setController(made);
    restoreVolume(made);
    const stops = [
      keepPosition(made, element, { videoId, timeline: () => latest.current.timeline }),
      sendBeacons({
        video: element,
        durationMs: () => Math.round(made.totalS() * 1000),
        send: (beacon, leaving) => latest.current.onBeacon?.(beacon, leaving),
      }),
    ];
    const letGo = latest.current.onController?.(made);
    const onEnded = () => latest.current.onEnded?.();
    element.addEventListener('ended', onEnded);
    return () => {
      element.removeEventListener('ended', onEnded);
      letGo?.();
      for (const stop of stops) stop();
      made.destroy();
      setController(null);
    };
  }, [videoId]);
  useEffect(() => {
    void controller?.update(source);
  }, [controller, source]);
  useImperativeHandle(
    props.ref,
    () => ({
      seek: (seconds) => controller?.seek(seconds),
      play: () => void controller?.play(),
      pause: () => controller?.pause(),
      isPlaying: () => controller?.isPlaying() ?? false,
      currentS: () => controller?.currentS() ?? 0,
      capture: async () => (video.current ? capturePicture(video.current) : null),
      captureAt: async (seconds) => {
        if (!controller || !video.current) return null;
        controller.seek(seconds);
        await pictureIsThere(video.current);
        return video.current && capturePicture(video.current);
      },
    }),
    [controller],
  );

  const { fullScreen, toggleFullScreen } = useFullScreen(root, video);
  const { idle, stir, rest } = useIdle();
  useShortcuts({
    controller,
    onFullScreen: toggleFullScreen,
    onTheatre: onTheatre ?? null,
    onHelp: () => setHelp((on) => !on),
    onUsed: stir,
  });

  return (
    <section
      ref={root}
      className={`kp on-picture ${props.className ?? ''}`}
      aria-label={labels.player}
      data-idle={idle || undefined}
      data-full={fullScreen || undefined}
      onPointerMove={stir}
      onPointerLeave={(event) => event.pointerType === 'mouse' && rest()}
      onFocus={stir}
      onKeyDown={stir}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: captions come with the playlist when the video has any */}
      <video ref={video} playsInline preload="auto" poster={source.posterUrl ?? undefined} className="kp-video" />
      <canvas ref={cover} className="kp-cover" aria-hidden />
      {controller && (
        <Surface controller={controller} onFullScreen={toggleFullScreen} idle={idle} onStir={stir} onRest={rest}>
          <SoundAlone controller={controller} posterUrl={source.posterUrl} label={labels.soundAlone} />
          <BigPlay controller={controller} labels={labels} />
          <StatusOverlay controller={controller} labels={labels} />
          {props.end && (
            <EndScreen controller={controller} labels={labels}>
              {props.end}
            </EndScreen>
          )}
          {props.cards && <CardStrip controller={controller} labels={labels} cards={props.cards} />}
          {props.top && <div className="kp-top">{props.top}</div>}
          {props.controls !== false && (
            <Chrome {...props} controller={controller} fullScreen={fullScreen} onFullScreen={toggleFullScreen} />
          )}
          <CaptionsView controller={controller} />
        </Surface>
      )}
      {help && <ShortcutsHelp labels={labels} onClose={() => setHelp(false)} />}
    </section>
  );
}

interface SurfaceProps {
  controller: PlayerController;
  onFullScreen: () => void;
  idle: boolean;
  onStir: () => void;
  onRest: () => void;
  children: ReactNode;
}

const DOUBLE_TAP_MS = 320;

/** A click plays or pauses; a tap shows or hides the controls, two taps at a side go ten seconds that way. */
function Surface({ controller, onFullScreen, idle, onStir, onRest, children }: SurfaceProps) {
  const playing = usePlayerState(controller.store, (state) => !state.paused && !state.ended);
  const lastTap = useRef(0);
  const onPointerUp = (event: React.PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    if (event.pointerType === 'mouse') return controller.togglePlay();
    const now = event.timeStamp;
    const twice = now - lastTap.current < DOUBLE_TAP_MS;
    lastTap.current = now;
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    if (twice && (share < 0.35 || share > 0.65)) controller.seekBy(share < 0.5 ? -10 : 10);
    else if (idle) onStir();
    else onRest();
  };
  return (
    <div className="kp-layer" data-playing={playing || undefined}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: every action here has a button or key of its own */}
      <div className="kp-surface" onPointerUp={onPointerUp} onDoubleClick={onFullScreen} />
      {children}
    </div>
  );
}

interface ChromeProps extends PlayerProps {
  controller: PlayerController;
  fullScreen: boolean;
  onFullScreen: () => void;
}

const NO_CHAPTERS: readonly PlayerChapter[] = [];

function Chrome(props: ChromeProps) {
  const { controller, chapters = NO_CHAPTERS, onChapter } = props;
  const [menu, setMenu] = useState<ControlsMenu | null>(null);
  const onOpenMenu = useCallback((open: ControlsMenu | null) => setMenu(open), []);
  const chapter = usePlayerState(controller.store, (state) => chapterAt(chapters, state.currentS));
  useEffect(() => onChapter?.(chapter), [chapter, onChapter]);
  return (
    <div className="kp-chrome" data-held={menu !== null || undefined}>
      <Controls
        controller={controller}
        labels={props.labels}
        chapters={chapters}
        sounds={props.source.sounds}
        storyboardUrl={props.source.storyboardUrl}
        openMenu={menu}
        onOpenMenu={onOpenMenu}
        fullScreen={props.fullScreen}
        onFullScreen={props.onFullScreen}
        theatre={props.theatre ?? false}
        onTheatre={props.onTheatre ?? null}
        onNext={props.onNext ?? null}
      />
    </div>
  );
}

function useFullScreen(root: React.RefObject<HTMLElement | null>, video: React.RefObject<HTMLVideoElement | null>) {
  const [fullScreen, setFullScreen] = useState(false);
  useEffect(() => {
    const read = () =>
      setFullScreen(document.fullscreenElement !== null && document.fullscreenElement === root.current);
    document.addEventListener('fullscreenchange', read);
    return () => document.removeEventListener('fullscreenchange', read);
  }, [root]);
  const toggleFullScreen = useCallback(() => {
    const element = video.current as (HTMLVideoElement & { webkitEnterFullscreen?: () => void }) | null;
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (root.current?.requestFullscreen) void root.current.requestFullscreen().catch(() => {});
    // iPhones give full screen to the video alone.
    else element?.webkitEnterFullscreen?.();
  }, [root, video]);
  return { fullScreen, toggleFullScreen };
}

const VOLUME_KEY = 'kinora.volume';

function restoreVolume(controller: PlayerController): void {
  const saved = Number.parseFloat(pageStorage().getItem(VOLUME_KEY) ?? '');
  if (saved >= 0 && saved <= 1) controller.sound.restoreVolume(saved);
}

const SAVE_EVERY_S = 5;

function keepPosition(
  controller: PlayerController,
  video: HTMLVideoElement,
  { videoId, timeline }: { videoId: string; timeline: () => Timeline | undefined },
): () => void {
  let savedS = 0;
  const save = () => {
    if (!controller.store.get().started || controller.store.get().swapping) return;
    savedS = video.currentTime;
    const durationS = controller.isLengthKnown() ? controller.totalS() : null;
    const at = { positionS: video.currentTime, durationS };
    savePosition(pageStorage(), videoId, at, timeline());
  };
  const onTime = () => {
    if (Math.abs(video.currentTime - savedS) >= SAVE_EVERY_S) save();
  };
  const onVolume = () => pageStorage().setItem(VOLUME_KEY, `${controller.store.get().volume}`);
  video.addEventListener('timeupdate', onTime);
  video.addEventListener('pause', save);
  video.addEventListener('volumechange', onVolume);
  addEventListener('pagehide', save);
  return () => {
    save();
    video.removeEventListener('timeupdate', onTime);
    video.removeEventListener('pause', save);
    video.removeEventListener('volumechange', onVolume);
    removeEventListener('pagehide', save);
  };
}
