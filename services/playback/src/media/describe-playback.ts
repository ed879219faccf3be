import type { PlaybackContext } from '../context.ts';
import { mayGoOn, needsToken } from '../domain/access-rule.ts';
import {
  availableMs,
  type EditionIndex,
  isComplete,
  playableRenditions,
  playableSounds,
} from '../domain/edition-index.ts';
import { type MediaGrant, tokenLifetimeMs } from '../domain/media-token.ts';
import { nameSounds } from '../domain/sound-names.ts';
import type { KeyLease } from './key-leases.ts';
import { measure } from './manifests.ts';

export interface Viewer {
  accountId: string;
  sessionId: string;
  epoch: number;
  /** What they have opened by its password. */
  opened?: { videoId: string; passwordVersion: number; grantId: string } | undefined;
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
    const holder = holderFor(lease, viewer);
    if (!holder) return lease.announced ? announce(lease) : undefined;
    expiresAtMs = untilMs ?? Date.now() + tokenLifetimeMs(edition.durationMs);
    basePath += `${context.tokens.sign(key, { ...holder, expiresAtMs })}/`;
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

/** The picture alone: there is nothing yet that others may play. */
function announce(lease: KeyLease) {
  return {
    videoId: lease.videoId,
    edition: '',
    basePath: '',
    complete: false,
    availableMs: 0n,
    posterPath: posterOf(lease, `/media/${lease.key}/`),
    storyboardPath: '',
    expiresAtMs: 0n,
    captionsVersion: 0n,
    sounds: [],
    renditions: [],
  };
}

function posterOf({ thumbnail, edition }: KeyLease, basePath: string): string {
  if (thumbnail) return `${basePath}thumbnail/${thumbnail.version}.jpg`;
  return edition.posterBlob ? `${basePath}poster.jpg` : '';
}

/** Whom a token of this key would name; undefined: it is not for this viewer. */
export function holderFor(lease: KeyLease, viewer: Viewer): Omit<MediaGrant, 'expiresAtMs'> | undefined {
  const { accountId, sessionId, epoch, opened } = viewer;
  if (accountId !== '' && mayGoOn(lease, accountId)) return { accountId, sessionId, epoch };
  const isOpen =
    lease.visibility === 'password' &&
    opened?.videoId === lease.videoId &&
    opened.passwordVersion === lease.passwordVersion;
  return isOpen ? { accountId: '', sessionId: opened.grantId, epoch: 0 } : undefined;
}

function describeSounds(edition: EditionIndex) {
  return nameSounds(playableSounds(edition)).map(({ sound: { name, loudnessLufs }, label, language }) => ({
    name,
    label,
    language,
    ...(loudnessLufs === null ? {} : { loudnessLufs }),
  }));
}
