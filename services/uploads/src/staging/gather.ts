import { crashPoint } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';
import { type Extent, extentAt, wholeExtent } from '../domain/extents.ts';
import { OwnershipLost } from '../store/ownership.ts';
import type { UploadRow } from '../store/uploads-store.ts';

/** So much room is needed beside the file; a piece costs two writes that are waited for. */
const PIECE_BYTES = 16 * 2 ** 20;

/**
 * Makes one file of an upload that has all its bytes, and answers the extent that is it. What older owners have written
 * moves into this owner's file piece by piece, from its end, and each piece is freed before the next: their own files may
 * still be open in a process that was paused. Whenever this ends, each byte is where the rows say. Throws `OwnershipLost`.
 */
export async function gatherExtents(
  { uploads, staging }: Pick<UploadsContext, 'uploads' | 'staging'>,
  { id, owner_token: token, size_bytes: sizeBytes }: UploadRow,
): Promise<Extent> {
  for (;;) {
    const extents = await uploads.extents(id);
    const whole = wholeExtent(extents, sizeBytes);
    if (whole) return whole;
    const own = extents.find((extent) => extent.token === token);
    const before = own && extentAt(extents, own.startBytes - 1);
    if (!before) throw new OwnershipLost();
    const start = Math.max(before.extent.startBytes, own.startBytes - PIECE_BYTES);
    {
      await using writer = await staging.openExtent(id, own);
      let position = start;
      for await (const piece of staging.read(id, extents, { start, end: own.startBytes })) {
        await writer.write([piece], position);
        position += piece.length;
      }
      await writer.sync();
    }
    await uploads.widenExtent({ id, token }, start);
    crashPoint('upload-after-move');
    await staging.shorten(id, before.extent, start);
  }
}
