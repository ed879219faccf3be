import type { Engine, EngineEvents } from './engine.ts';
import { MediaFailures } from './media-failures.ts';

/** For browsers that play HLS themselves and have no Media Source. */
export function createNativeEngine(video: HTMLVideoElement, events: EngineEvents): Engine {
  let startS = 0;
  let retries = 0;
  const failures = new MediaFailures();
  let sound: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Native players begin an unfinished playlist at its end; a film begins at its beginning.
  const onMetadata = () => {
    video.currentTime = startS;
    chooseNativeSound(video, sound);
    retries = 0;
    events.onTrouble(null);
    // The browser has chosen by the playlist and by what its owner set up.
    const shown = [...video.textTracks].find((track) => track.mode === 'showing');
    if (shown) events.onDefaultCaptions(shown.language);
  };
  const onError = () => {
    if (video.error?.code === MediaError.MEDIA_ERR_DECODE) {
      const delayMs = failures.next();
      if (delayMs !== null) return loadAgain(delayMs);
      failures.forget();
      return events.onFailed('unplayable');
    }
    if (retries > 3) return events.onKeyEnded();
    retries += 1;
    events.onTrouble(navigator.onLine ? 'server' : 'offline');
    loadAgain(1000 * retries);
  };
  const loadAgain = (delayMs: number) => {
    const url = video.src;
    startS = video.currentTime || startS;
    timer = setTimeout(() => {
      video.src = url;
      video.load();
    }, delayMs);
  };
  const onPlaying = () => failures.playing(video.currentTime);
  const onTime = () => failures.moved(video.currentTime);
  const onInterrupted = () => failures.interrupted();
  const listeners = [
    ['loadedmetadata', onMetadata],
    ['error', onError],
    ['playing', onPlaying],
    ['timeupdate', onTime],
    ['seeking', onInterrupted],
    ['pause', onInterrupted],
    ['emptied', onInterrupted],
  ] as const;
  for (const [name, listener] of listeners) video.addEventListener(name, listener);
  return {
    load(url, at) {
      startS = at;
      video.src = url;
      video.load();
    },
    learn: async () => false,
    setQuality: () => {},
    setSound(label) {
      sound = label;
      chooseNativeSound(video, sound);
    },
    setGrowing: () => {},
    destroy() {
      clearTimeout(timer);
      for (const [name, listener] of listeners) video.removeEventListener(name, listener);
      video.removeAttribute('src');
      video.load();
    },
  };
}

/** Not in the types of the DOM: only browsers that play HLS themselves have it. */
type NativeSounds = { audioTracks?: ArrayLike<{ label: string; enabled: boolean }> };

function chooseNativeSound(video: HTMLVideoElement & NativeSounds, label: string | null): void {
  const tracks = Array.from(video.audioTracks ?? []);
  if (!tracks.some((track) => track.label === label)) return;
  for (const track of tracks) track.enabled = track.label === label;
}
