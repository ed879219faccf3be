export interface PlayerRendition {
  name: string;
  width: number;
  height: number;
  frameRate: number;
  complete: boolean;
}

/** One of the film's sounds: a language, or remarks of whoever made it. */
export interface PlayerSound {
  /** Unique in the film; the playlist lists it under this name. */
  label: string;
  /** BCP 47; null where the file does not say. */
  language: string | null;
  /** Integrated loudness (EBU R 128); null for silence and while it is not known. */
  loudnessLufs: number | null;
}

/** What the API says about one playable video, now. */
export interface PlayerSource {
  hlsUrl: string;
  /** The sound alone, for those who listen; null for a silent film. */
  soundUrl: string | null;
  /** The one that is heard unless another is chosen comes first. */
  sounds: PlayerSound[];
  posterUrl: string | null;
  storyboardUrl: string | null;
  /** Grows when captions change. */
  captionsVersion: number;
  /** All segments of all renditions are there. */
  complete: boolean;
  availableMs: number;
  /** Of the whole film, where it is known. */
  durationMs: number | null;
  renditions: PlayerRendition[];
  /** The file does not arrive any further for now. */
  uploadStopped: boolean;
}

/** Changes when there is something new in the multivariant playlist. */
export function renditionKey(source: PlayerSource): string {
  return source.renditions
    .map((rendition) => rendition.name)
    .sort()
    .join(',');
}
