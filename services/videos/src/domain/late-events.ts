/** What a video was told of its editions; their ids sort by when they were made. */
interface Told {
  edition: string | null;
  failed_edition: string | null;
}

/**
 * Playback and transcoding are two producers: what one says of an edition may arrive after the other gave it up. A
 * failed edition takes those before it along.
 */
export function playsStill(video: Told, edition: string): boolean {
  return edition >= (video.edition ?? '') && (video.failed_edition === null || edition > video.failed_edition);
}

/** The failure of an edition says nothing about a newer one that plays. */
export function failsStill(video: Told, edition: string): boolean {
  return edition >= (video.edition ?? '');
}
