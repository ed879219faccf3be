/**
 * Whether the ingest pass encodes the video once instead of copying it; what comes of it is then the top rendition.
 * @param work.encode copying has failed before.
 */
export function isEncodedOnItsWay(work: { encode: boolean }, video: { copyable: boolean }): boolean {
  return work.encode || !video.copyable;
}
