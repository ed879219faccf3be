export interface StoryboardFrame {
  startS: number;
  endS: number;
  /** Absolute address of the sprite. */
  url: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** WebVTT cues whose text is `sprite.jpg#xywh=x,y,w,h`, addresses relative to the file's own. */
export function parseStoryboard(vtt: string, baseUrl: string): StoryboardFrame[] {
  const frames: StoryboardFrame[] = [];
  for (const block of vtt.replaceAll('\r\n', '\n').split(/\n{2,}/)) {
    const lines = block.split('\n').map((line) => line.trim());
    const at = lines.findIndex((line) => line.includes('-->'));
    const times = at === -1 ? null : /^(\S+)\s+-->\s+(\S+)/.exec(lines[at] ?? '');
    const target = lines[at + 1];
    if (!times || !target) continue;
    const startS = timestamp(times[1] ?? '');
    const endS = timestamp(times[2] ?? '');
    const area = /^(.*)#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/.exec(target);
    if (startS === null || endS === null || !area || !URL.canParse(area[1] ?? '', baseUrl)) continue;
    frames.push({
      startS,
      endS,
      url: new URL(area[1] ?? '', baseUrl).href,
      x: Number(area[2]),
      y: Number(area[3]),
      width: Number(area[4]),
      height: Number(area[5]),
    });
  }
  return frames.sort((a, b) => a.startS - b.startS);
}

/** The last frame that begins at or before the time; null before the first, and past the end of a growing storyboard. */
export function frameAt(frames: StoryboardFrame[], seconds: number): StoryboardFrame | null {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const frame = frames[middle];
    if (frame && frame.startS <= seconds) low = middle + 1;
    else high = middle;
  }
  const found = frames[low - 1];
  if (!found) return null;
  const lengthS = found.endS - found.startS;
  return low === frames.length && seconds > found.endS + lengthS ? null : found;
}

function timestamp(text: string): number | null {
  const match = /^(?:(\d+):)?(\d{2}):(\d{2})[.,](\d{3})$/.exec(text);
  if (!match) return null;
  return Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3]) + Number(match[4]) / 1000;
}
