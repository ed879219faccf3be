export interface PlayerRendition {
  name: string;
  width: number;
  height: number;
  frameRate: number;
  complete: boolean;
}

/** What the API says about one playable video, now. */
export interface PlayerSource {
  hlsUrl: string;
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
