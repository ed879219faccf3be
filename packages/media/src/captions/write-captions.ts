import type { Cue } from './cue.ts';
import { rewriteCueText } from './cue-text.ts';
import { clampTimes } from './parse-captions.ts';

/** WebVTT that says nothing but the captions; what it writes it reads back the same. */
export function writeCaptions(cues: readonly Cue[]): string {
  const blocks = cues.map((cue) => {
    const { startMs, endMs } = clampTimes(cue);
    return `${cueTime(startMs)} --> ${cueTime(endMs)}${cue.top ? ' line:0' : ''}\n${rewriteCueText(cue.text)}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** `01:02:03.004`: hours always, so that every reader takes it. */
export function cueTime(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(Math.round(ms) % 1000).padStart(3, '0')}`;
}
