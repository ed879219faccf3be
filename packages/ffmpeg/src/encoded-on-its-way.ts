import { type PictureTraits, pictureAfterEncoding } from './video-filters.ts';

/**
 * Whether the ingest pass encodes the video once instead of copying it; what comes of it is then the top rendition.
 * @param work.encode copying has failed before.
 */
export function isEncodedOnItsWay(work: { encode: boolean }, video: { copyable: boolean }): boolean {
  return work.encode || !video.copyable;
}

/** What is left to do about the picture of the segments that the ingest pass makes of it. */
export function pictureOfSegments<Picture extends PictureTraits & { copyable: boolean }>(
  work: { encode: boolean },
  picture: Picture,
): Picture {
  return isEncodedOnItsWay(work, picture) ? pictureAfterEncoding(picture) : picture;
}
