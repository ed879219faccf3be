import type { Engine, EngineEvents } from './engine.ts';

/** For browsers that play HLS themselves and have no Media Source. */
export function createNativeEngine(video: HTMLVideoElement, events: EngineEvents): Engine {
  let startS = 0;
  let retries = 0;
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
    const code = video.error?.code;
    if (code === MediaError.MEDIA_ERR_DECODE && retries > 2) return events.onFailed('unplayable');
    if (retries > 3) return events.onKeyEnded();
    retries += 1;
    events.onTrouble(navigator.onLine ? 'server' : 'offline');
    const url = video.src;
    startS = video.currentTime || startS;
    timer = setTimeout(() => {
      video.src = url;
      video.load();
    }, 1000 * retries);
  };
  video.addEventListener('loadedmetadata', onMetadata);
  video.addEventListener('error', onError);
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
      video.removeEventListener('loadedmetadata', onMetadata);
      video.removeEventListener('error', onError);
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
