import { bufferedEnd, type PlayerStore } from './player-store.ts';

const EVENTS = [
  'play',
  'playing',
  'pause',
  'ended',
  'seeking',
  'seeked',
  'waiting',
  'canplay',
  'timeupdate',
  'progress',
  'durationchange',
  'volumechange',
  'ratechange',
  'loadeddata',
  'emptied',
  'enterpictureinpicture',
  'leavepictureinpicture',
  'resize',
] as const;

/**
 * The element is the truth; the store repeats what it says. Returns how to stop.
 * @param gain what the element's volume is lower by than the person's.
 */
export function observeVideo(video: HTMLVideoElement, store: PlayerStore, gain: () => number): () => void {
  const read = (event?: Event) => {
    const held = store.get().swapping;
    store.set({
      paused: held ? store.get().paused : video.paused,
      ended: video.ended,
      seeking: video.seeking,
      waiting: !video.paused && !video.ended && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
      volume: Math.min(1, video.volume / gain()),
      muted: video.muted,
      pictureInPicture: document.pictureInPictureElement === video,
    });
    if (!held) {
      store.set({
        rate: video.playbackRate,
        currentS: video.currentTime,
        mediaDurationS: Number.isFinite(video.duration) ? video.duration : 0,
        bufferedEndS: bufferedEnd(video.buffered, video.currentTime),
      });
    }
    if (event?.type === 'loadeddata') store.set({ started: true });
    if (event?.type === 'playing') store.set({ started: true, blocked: false, problem: null });
  };
  for (const name of EVENTS) video.addEventListener(name, read);
  read();
  return () => {
    for (const name of EVENTS) video.removeEventListener(name, read);
  };
}
