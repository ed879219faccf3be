/** Of a File, what tells it from others. */
export interface FileFacts {
  name: string;
  size: number;
  lastModified: number;
  type: string;
}

/** The same for the same file chosen again, on this machine. */
export function fingerprint(file: FileFacts): string {
  return [file.name, file.size, file.lastModified, file.type].join('|');
}

const LONGEST_TITLE = 100;

/** `first-water_final.mov` is “first-water final”. */
export function titleFrom(fileName: string): string {
  const stem = fileName.replace(/\.[^.]{1,5}$/, '');
  const title = stem.replaceAll(/[_\s]+/g, ' ').trim();
  return [...(title || fileName)].slice(0, LONGEST_TITLE).join('').trim() || 'Video';
}

const VIDEO_NAME = /\.(mp4|m4v|mov|mkv|webm|avi|mts|m2ts|ts|mpg|mpeg|mpe|wmv|flv|3gp|3g2|ogv|mxf|vob|y4m|hevc|dv)$/i;

/** What the server may be able to play; browsers know few types by name, so the extension counts too. */
export function looksLikeVideo(file: Pick<FileFacts, 'name' | 'type'>): boolean {
  if (file.type.startsWith('video/') || VIDEO_NAME.test(file.name)) return true;
  return file.type === '' || file.type === 'application/octet-stream';
}

export const ACCEPT = 'video/*,audio/*,.mkv,.mts,.m2ts,.ts,.avi,.wmv,.flv,.mxf,.vob';
/** Captions may come beside films. */
export const ACCEPT_TOGETHER = `${ACCEPT},.srt,.vtt`;
