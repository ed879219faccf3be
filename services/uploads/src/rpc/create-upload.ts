import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';
import { cleanFileName } from '../domain/tus.ts';
import { openUpload } from '../http/open-upload.ts';
import { uploadPath } from '../http/tus-request.ts';

export const createUpload = defineRpc({
  method: UploadsService.method.createUpload,
  callers: ['videos'],
  async handle(context: UploadsContext, { videoId, accountId, fileName, sizeBytes, replaces, again }) {
    const upload = await openUpload(context, {
      videoId,
      accountId,
      fileName: cleanFileName(fileName),
      sizeBytes: Number(sizeBytes),
      replaces,
      again,
    });
    return { uploadId: upload.id, path: uploadPath(upload.id) };
  },
});
