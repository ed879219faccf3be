import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { defineRpc } from '@kinora/kernel';
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
import { downloadFiles } from '../media/download-plans.ts';
import type { KeyLease } from '../media/key-leases.ts';
import { measure } from '../media/manifests.ts';

export const getPlayback = defineRpc({
  method: PlaybackService.method.getPlayback,
  callers: ['videos'],
  async handle(context: PlaybackContext, request) {
    const keys = await context.leases.currentKeys(request.videoIds.slice(0, 500));
    const leases = await Promise.all(keys.map((key) => context.leases.get(key)));
    const viewer = {
      accountId: request.accountId,
      sessionId: request.sessionId,
      epoch: Number(request.accountEpoch),
    };
    const playbacks = await Promise.all(
      leases.map(async (lease) => {
        const described = lease && !lease.ended ? describe(context, lease, viewer) : undefined;
        if (!lease || !described) return [];
        const downloads = request.withDownloads ? await listDownloads(context, lease, viewer) : [];
        return [{ ...described, downloads }];
      }),
    );
    return { playbacks: playbacks.flat() };
  },
});

interface Viewer {
  accountId: string;
  sessionId: string;
  epoch: number;
}

/** What this viewer may take along. A file that cannot be made costs its line, not the page. */
async function listDownloads(context: PlaybackContext, lease: KeyLease, viewer: Viewer) {
  const { edition, key } = lease;
  const own = viewer.accountId !== '' && viewer.accountId === lease.ownerAccountId;
  if (!own && !lease.downloads) return [];
  const open = lease.downloads && !needsToken(lease.visibility);
  const expiresAtMs = Date.now() + tokenLifetimeMs(edition.durationMs);
  const folder = open ? `/media/${key}/` : `/media/${key}/${context.tokens.sign(key, { ...viewer, expiresAtMs })}/`;
  const files = await Promise.all(
    downloadFiles(edition).map(async (file) => {
      try {
        const { sizeBytes } = await context.downloads.get(edition, file);
        return [{ name: file.name, path: `${folder}download/${file.fileName}`, sizeBytes: BigInt(sizeBytes) }];
      } catch (error) {
        context.log.warn({ err: error, videoId: lease.videoId, file: file.fileName }, 'a file cannot be downloaded');
        return [];
      }
    }),
  );
  return files.flat();
}

function describe(context: PlaybackContext, lease: KeyLease, viewer: Viewer) {
  const { edition, key } = lease;
  const renditions = playableRenditions(edition);
  if (renditions.length === 0) return undefined;
  let basePath = `/media/${key}/`;
  let expiresAtMs = 0;
  if (needsToken(lease.visibility)) {
    if (!viewer.accountId || viewer.accountId !== lease.ownerAccountId) return undefined;
    expiresAtMs = Date.now() + tokenLifetimeMs(edition.durationMs);
    basePath += `${context.tokens.sign(key, { ...viewer, expiresAtMs })}/`;
  }
  return {
    videoId: lease.videoId,
    edition: edition.id,
    basePath,
    complete: isComplete(edition),
    availableMs: BigInt(Math.max(...renditions.map(availableMs))),
    posterPath: edition.posterBlob ? `${basePath}poster.jpg` : '',
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

function describeSounds(edition: EditionIndex) {
  return nameSounds(playableSounds(edition)).map(({ sound: { name, loudnessLufs }, label, language }) => ({
    name,
    label,
    language,
    ...(loudnessLufs === null ? {} : { loudnessLufs }),
  }));
}
