/** A sound of the film, as it is published. Plain JSON: it travels in plans and is stored. */
export type AudioRendition = {
  /** `audio`, `audio2`, `audio3` …; also its folder's name. */
  name: string;
  /** Which of the source's audio tracks, from 0. */
  track: number;
  /** As the container has it: ISO 639, two or three letters. */
  language?: string | undefined;
  title?: string | undefined;
};

/** Films in this many languages are rare; each costs an encoder. */
const MOST_TRACKS = 8;

/** All sounds of a source, the one that is heard unless another is chosen first. */
export function planAudio(
  tracks: readonly { language?: string | undefined; title?: string | undefined; isDefault: boolean }[],
): AudioRendition[] {
  const first = Math.max(
    0,
    tracks.findIndex((track) => track.isDefault),
  );
  const order = [first, ...tracks.keys().filter((track) => track !== first)].slice(
    0,
    Math.min(MOST_TRACKS, tracks.length),
  );
  return order.map((track, position) => ({
    name: position === 0 ? 'audio' : `audio${position + 1}`,
    track,
    language: tracks[track]?.language,
    title: tracks[track]?.title,
  }));
}
