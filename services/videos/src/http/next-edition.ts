import { EditionKind, ProcessingState } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { type Upload, UploadState } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { z } from 'zod';
import { encodeProgress, type Progress, uploadProgress } from './read-progress.ts';

export const nextEditionSchema = z.object({
  kind: z.enum(['replacement', 'reprocessing', 'trim', 'restoration']),
  state: z.enum(['uploading', 'waiting', 'processing', 'failed']),
  /** Of the step that `state` names. */
  progress: z.number(),
  etaMs: z.number().nullable(),
  /** Of a file that is on its way. */
  upload: z
    .object({ url: z.string(), fileName: z.string(), offsetBytes: z.number(), sizeBytes: z.number() })
    .nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});
type NextEdition = z.infer<typeof nextEditionSchema>;

const KINDS: Partial<Record<EditionKind, NextEdition['kind']>> = {
  [EditionKind.REPLACEMENT]: 'replacement',
  [EditionKind.REPROCESSING]: 'reprocessing',
  [EditionKind.TRIM]: 'trim',
  [EditionKind.RESTORATION]: 'restoration',
};

const WAITING: NextEdition = {
  kind: 'replacement',
  state: 'waiting',
  progress: 0,
  etaMs: null,
  upload: null,
  failure: null,
};

/** What is being made to take the place of what plays, or failed to; null when nothing is. */
export function presentNext({ upload, processing, next }: Omit<Progress, 'summary'>): NextEdition | null {
  if (upload && isArriving(upload)) {
    return {
      kind: 'replacement',
      state: 'uploading',
      progress: uploadProgress(upload),
      etaMs: null,
      upload: {
        url: upload.path,
        fileName: upload.fileName,
        offsetBytes: Number(upload.offsetBytes),
        sizeBytes: Number(upload.sizeBytes),
      },
      failure: null,
    };
  }
  // Of a file that has just come to its end transcoding may not have heard.
  if (!next && upload && isWhole(upload) && upload.uploadId !== processing?.uploadId) return WAITING;
  const kind = next && KINDS[next.kind];
  if (!kind) return null;
  const progress = encodeProgress(next);
  const failed = next.state === ProcessingState.FAILED;
  return {
    kind,
    state: failed ? 'failed' : progress > 0 || next.source ? 'processing' : 'waiting',
    progress,
    etaMs: next.etaMs > 0n ? Number(next.etaMs) : null,
    upload: null,
    failure: failed ? { code: next.failureCode, message: next.failureMessage } : null,
  };
}

/** A file that is to replace the one that plays and has not come to its end. */
function isArriving(upload: Upload): boolean {
  return upload.replaces && (upload.state === UploadState.WAITING || upload.state === UploadState.UPLOADING);
}

function isWhole(upload: Upload): boolean {
  return upload.replaces && upload.state === UploadState.COMPLETE;
}
