/** The address of a video, with its start where one is wanted. */
export function shareLink(origin: string, videoId: string, startS: number | null): string {
  const link = `${origin}/watch/${encodeURIComponent(videoId)}`;
  return startS !== null && startS >= 1 ? `${link}?t=${Math.floor(startS)}` : link;
}
