import type { LeftOut, Rendition } from '@kinora/media';

/** The renditions of a whole edition without those that nobody gains from: their files go some day. */
export function offeredLadder(job: { ladder: Rendition[] | null; left_out: LeftOut[] }): Rendition[] {
  const left = new Set(job.left_out.map(({ name }) => name));
  return (job.ladder ?? []).filter(({ name }) => !left.has(name));
}
