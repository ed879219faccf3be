/** The address of a video, with its start where one is wanted. */
export function shareLink(origin: string, videoId: string, startS: number | null): string {
  const link = `${origin}/watch/${encodeURIComponent(videoId)}`;
  return startS !== null && startS >= 1 ? `${link}?t=${Math.floor(startS)}` : link;
}

export interface FrameSize {
  width: number;
  height: number;
}

export const FRAME_SIZES: readonly FrameSize[] = [
  { width: 560, height: 315 },
  { width: 854, height: 480 },
  { width: 1280, height: 720 },
];

/** What others paste into their page to show the video there; without a size it is as wide as there is room. */
export function embedCode(
  origin: string,
  video: { id: string; title: string },
  options: { size: FrameSize | null; startS: number | null },
): string {
  const { size, startS } = options;
  const start = startS !== null && startS >= 1 ? `?start=${Math.floor(startS)}` : '';
  const source = `${origin}/embed/${encodeURIComponent(video.id)}${start}`;
  const shape = size
    ? `width="${size.width}" height="${size.height}" style="border:0"`
    : 'style="border:0;width:100%;aspect-ratio:16/9"';
  return `<iframe src="${source}" ${shape} title="${escaped(video.title)}" allow="autoplay; fullscreen; picture-in-picture" allowfullscreen></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
