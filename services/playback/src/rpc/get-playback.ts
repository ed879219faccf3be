import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import { isInsider, needsToken } from '../domain/access-rule.ts';
import { tokenLifetimeMs } from '../domain/media-token.ts';
import { describePlayback, holderFor, type Viewer } from '../media/describe-playback.ts';
import { downloadFiles } from '../media/download-plans.ts';
import type { KeyLease } from '../media/key-leases.ts';

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
      opened: request.opened && { ...request.opened, passwordVersion: Number(request.opened.passwordVersion) },
    };
    const playbacks = await Promise.all(
      leases.map(async (lease) => {
        const described = lease && !lease.ended ? describePlayback(context, { lease, viewer }) : undefined;
        if (!lease || !described) return [];
        const downloads = request.withDownloads ? await listDownloads(context, lease, viewer) : [];
        return [{ ...described, downloads }];
      }),
    );
    return { playbacks: playbacks.flat() };
  },
});

/** What this viewer may take along. A file that cannot be made costs its line, not the page. */
async function listDownloads(context: PlaybackContext, lease: KeyLease, viewer: Viewer) {
  const { edition, key } = lease;
  const own = isInsider(lease, viewer.accountId);
  const holder = own ? viewer : holderFor(lease, viewer);
  if (!own && !lease.downloads) return [];
  const open = lease.downloads && !needsToken(lease.visibility);
  const expiresAtMs = Date.now() + tokenLifetimeMs(edition.durationMs);
  if (!open && !holder) return [];
  const folder =
    open || !holder ? `/media/${key}/` : `/media/${key}/${context.tokens.sign(key, { ...holder, expiresAtMs })}/`;
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
