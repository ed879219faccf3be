/** What cannot be copied is encoded once on its way in, and that is the top rendition. */
export function isEncodedOnItsWay(job: { encode: boolean }, video: { copyable: boolean }): boolean {
  return job.encode || !video.copyable;
}
