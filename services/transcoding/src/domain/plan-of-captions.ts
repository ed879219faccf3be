import type { ProbedSubtitle, ProbeResult } from '@kinora/ffmpeg';

/** Films have a handful; each is a pipe of the one command that reads them. */
const MOST_TRACKS = 16;

/**
 * The captions of a source that can be taken over: text, one of each language. Those that say only what is foreign in
 * the film stand behind the full ones.
 */
export function planOfCaptions(job: { probe: ProbeResult | null }): ProbedSubtitle[] {
  const byLanguage = new Map<string, ProbedSubtitle>();
  const texts = (job.probe?.subtitles ?? []).filter(({ isText }) => isText);
  for (const track of texts.toSorted((a, b) => Number(a.isForced) - Number(b.isForced))) {
    const language = track.language ?? 'und';
    if (!byLanguage.has(language)) byLanguage.set(language, track);
  }
  return [...byLanguage.values()].slice(0, MOST_TRACKS);
}
