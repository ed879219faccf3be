import type { ProbeResult } from '@kinora/ffmpeg';
import { type AudioRendition, planAudio } from '@kinora/media';

/** The sounds of a job: they follow from what was found in its source. */
export function planOfAudio(job: { probe: ProbeResult | null }): AudioRendition[] {
  return planAudio(job.probe?.audioTracks ?? []);
}
