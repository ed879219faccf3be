import type { PlaybackContext } from '../context.ts';
import { needsToken } from '../domain/access-rule.ts';
import {
  availableMs,
  type EditionIndex,
  isComplete,
  playableRenditions,
  playableSounds,
} from '../domain/edition-index.ts';
import { tokenLifetimeMs } from '../domain/media-token.ts';
import { nameSounds } from '../domain/sound-names.ts';
import type { KeyLease } from './key-leases.ts';
import { measure } from './manifests.ts';

export interface Viewer {
  accountId: string;
  sessionId: string;
  epoch: number;
}

/**
 * What a player is told of a key, with a token where its media need one; undefined where nothing plays or it is not for
 * this viewer. `untilMs`: when the token expires, in milliseconds since 1970; without it, as long as tokens of that film do.
 */
export function describePlayback(
  context: Pick<PlaybackContext, 'tokens'>,
  { lease, viewer, untilMs }: { lease: KeyLease; viewer: Viewer; untilMs?: number },
) {
  const { edition, key } = lease;
  const renditions = playableRenditions(edition);
  if (renditions.length === 0) return undefined;
  let basePath = `/media/${key}/`;
  let expiresAtMs = 0;
  if (needsToken(lease.visibility)) {
    if (!viewer.accountId || viewer.accountId !== lease.ownerAccountId) return undefined;
    expiresAtMs = untilMs ?? Date.now() + tokenLifetimeMs(edition.durationMs);
    basePath += `${context.tokens.sign(key, { ...viewer, expiresAtMs })}/`;
  }
  return {
    videoId: lease.videoId,
    edition: edition.id,
    basePath,
    complete: isComplete(edition),
    availableMs: BigInt(Math.max(...renditions.map(availableMs))),
    posterPath: posterOf(lease, basePath),
    storyboardPath: edition.sheets.length > 0 ? `${basePath}storyboard.vtt` : '',
    expiresAtMs: BigInt(expiresAtMs),
    captionsVersion: BigInt(lease.captionsVersion),
    sounds: describeSounds(edition),
    renditions: renditions.map((rendition) => ({
      name: rendition.name,
      width: rendition.width,
      height: rendition.height,
      frameRate: rendition.frameRate,
      bitrateBps: BigInt(measure(rendition).average),
      codecs: rendition.codecs,
      complete: rendition.complete,
      availableMs: BigInt(availableMs(rendition)),
    })),
  };
}

function posterOf({ thumbnail, edition }: KeyLease, basePath: string): string {
  if (thumbnail) return `${basePath}thumbnail/${thumbnail.version}.jpg`;
  return edition.posterBlob ? `${basePath}poster.jpg` : '';
}

function describeSounds(edition: EditionIndex) {
  return nameSounds(playableSounds(edition)).map(({ sound: { name, loudnessLufs }, label, language }) => ({
    name,
    label,
    language,
    ...(loudnessLufs === null ? {} : { loudnessLufs }),
  }));
}
