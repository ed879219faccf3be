import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { defineRpc } from '@kinora/kernel';
import { BlobNotFound } from '@kinora/ports';
import type { PlaybackContext } from '../context.ts';
import { playbackErrors } from '../errors.ts';
import { downloadFiles } from '../media/download-plans.ts';
import { readDownload } from '../media/read-download.ts';

/** Of one answer; a message of gRPC holds 4 MiB. */
const PART_BYTES = 2 * 2 ** 20;
const NOTHING = { file: '', sizeBytes: 0n, data: new Uint8Array() };

/** Whoever reads on gets the same file, or is told that the video plays another one by now. */
export const readFilm = defineRpc({
  method: PlaybackService.method.readFilm,
  callers: ['identity'],
  async handle(context: PlaybackContext, { videoId, file: begun, offset }) {
    const [key] = await context.leases.currentKeys([videoId]);
    const lease = key === undefined ? undefined : await context.leases.get(key);
    const file = lease && !lease.ended ? downloadFiles(lease.edition)[0] : undefined;
    const name = lease && file ? `${lease.edition.id}/${file.fileName}` : '';
    if (begun !== '' && begun !== name) throw playbackErrors.ended();
    if (!lease || !file) return NOTHING;
    const plan = await context.downloads.get(lease.edition, file).catch((cause: unknown) => {
      throw cause instanceof BlobNotFound ? playbackErrors.not_found({ cause }) : cause;
    });
    const start = Number(offset);
    const end = Math.min(plan.sizeBytes, start + PART_BYTES);
    const parts: Uint8Array[] = [];
    for await (const part of readDownload({ blobs: context.blobs, plan, file, start, end })) parts.push(part);
    return { file: name, sizeBytes: BigInt(plan.sizeBytes), data: Buffer.concat(parts) };
  },
});
