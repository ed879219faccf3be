import type { AccountCaller } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { partCount, sizeOfPart } from '../domain/direct-parts.ts';
import { uploadsErrors } from '../errors.ts';
import { sourceBlobKey } from '../finisher.ts';
import type { DirectUploadRow } from '../store/direct-uploads-store.ts';
import type { UploadRow } from '../store/uploads-store.ts';
import { findOwnUpload } from './own-upload.ts';

/** Addresses in one answer. */
const PAGE = 100;
const GOOD_FOR_MS = 12 * 3_600_000;

export const directUploadSchema = z.object({
  id: z.string(),
  /** Of all parts but the last one. */
  partBytes: z.number(),
  partCount: z.number(),
  /** From the asked-for number on, at most 100. */
  parts: z.array(
    z.object({
      number: z.number(),
      /** Takes the part by PUT, without a token, until `expiresAt`; answers its ETag. */
      url: z.string(),
      sizeBytes: z.number(),
      /** Of what has been sent; null: nothing yet. */
      etag: z.string().nullable(),
    }),
  ),
  expiresAt: z.string(),
});

export const multipartOf = (upload: UploadRow, direct: DirectUploadRow) => ({
  key: sourceBlobKey(upload),
  uploadId: direct.multipart_id,
});

/** Throws `uploads.not_found` also for an upload of mine that arrives in another way. */
export async function findDirectUpload(
  context: UploadsContext,
  id: string,
  caller: AccountCaller,
): Promise<{ upload: UploadRow; direct: DirectUploadRow }> {
  const upload = await findOwnUpload(context, id, caller);
  const direct = await context.direct.find(id);
  if (!direct) throw uploadsErrors.not_found();
  return { upload, direct };
}

export async function presentDirectUpload(
  context: UploadsContext,
  { upload, direct, from }: { upload: UploadRow; direct: DirectUploadRow; from: number },
): Promise<z.infer<typeof directUploadSchema>> {
  const shape = { sizeBytes: Number(upload.size_bytes), partBytes: Number(direct.part_bytes) };
  const sent = direct.parts === null ? await context.blobs.listParts(multipartOf(upload, direct)) : [];
  const etags = new Map(sent.map(({ part, etag }) => [part, etag]));
  const expiresAtMs = Date.now() + GOOD_FOR_MS;
  const count = partCount(shape);
  const numbers = Array.from({ length: Math.max(0, Math.min(PAGE, count - from + 1)) }, (_, index) => from + index);
  return {
    id: upload.id,
    partBytes: shape.partBytes,
    partCount: count,
    parts: numbers.map((number) => ({
      number,
      url: context.partSigner.address(upload.id, number, expiresAtMs),
      sizeBytes: sizeOfPart(shape, number) ?? 0,
      etag: etags.get(number) ?? null,
    })),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}
