const QUALITY = 0.92;
const PATIENCE_MS = 10_000;

/** The picture that a player shows, as a JPEG in the film's own shape; null before there is one. */
export function capturePicture(video: HTMLVideoElement): Promise<Blob | null> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return Promise.resolve(null);
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
}

/** Resolves when the picture of the latest seek is there, or does not come. */
export function pictureIsThere(video: HTMLVideoElement): Promise<void> {
  if (!video.seeking && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return Promise.resolve();
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      for (const event of ['seeked', 'error', 'emptied'] as const) video.removeEventListener(event, end);
      done();
    };
    const timer = setTimeout(end, PATIENCE_MS);
    for (const event of ['seeked', 'error', 'emptied'] as const) video.addEventListener(event, end);
  });
}
