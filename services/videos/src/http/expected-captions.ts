import { videosErrors } from '../errors.ts';
import type { ExpectedCaptions } from '../store/captions-store.ts';

/** Two who edit at once must not undo each other's work unseen: a change names the version that it is made on. */
export function expectedCaptions(ifMatch: string | undefined): ExpectedCaptions {
  if (ifMatch === undefined) throw videosErrors.captions_version_needed();
  if (ifMatch.trim() === '*') return 'any';
  const [, version] = /^\s*"(\d{1,15})"\s*$/.exec(ifMatch) ?? [];
  if (version === undefined) throw videosErrors.captions_changed();
  return Number(version);
}
