import { createHash } from 'node:crypto';
import { addAbortSignal, type Readable } from 'node:stream';
import { crashPoint } from '@kinora/kernel';
import { FULL_MS } from '../domain/room.ts';
import type { Checksum } from '../domain/tus.ts';
import { uploadsErrors } from '../errors.ts';
import type { UploadRow, UploadsStore } from '../store/uploads-store.ts';
import type { ExtentWriter } from './staging.ts';

/** Bytes are acknowledged at the end of a request and this often within a long one. */
const ACKNOWLEDGE_MS = 1000;
/** The beginning sooner: somebody waits for the first picture, which is in there. */
const BEGINNING = { bytes: 32 * 2 ** 20, acknowledgeMs: 200 };
const BATCH_BYTES = 1 << 20;

export interface Received {
  upload: UploadRow;
  /** The request ended early: what had arrived is acknowledged all the same. */
  interrupted: boolean;
}

/**
 * Writes a request's body at the upload's offset. What is acknowledged is on disk, and only under the current token.
 * When there is no more room it throws `storage_full`, and what was acknowledged stays. With a checksum nothing counts
 * until all of it matches; a body longer than the file counts for nothing either.
 */
export async function receive(options: {
  store: UploadsStore;
  writer: ExtentWriter;
  upload: UploadRow;
  body: Readable;
  checksum: Checksum | undefined;
  signal: AbortSignal;
  /** Called when more is safe. */
  onAcknowledged: () => void;
  /** Asked each time that bytes were acknowledged and more are to come. */
  hasRoom: () => Promise<boolean>;
}): Promise<Received | 'checksum_mismatch'> {
  const { store, writer, body, checksum, signal } = options;
  const owner = { id: options.upload.id, token: options.upload.owner_token };
  const hash = checksum ? createHash(checksum.algorithm) : undefined;
  let upload = options.upload;
  let written = upload.offset_bytes;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const nextAcknowledgement = () => Date.now() + (written < BEGINNING.bytes ? BEGINNING.acknowledgeMs : ACKNOWLEDGE_MS);
  let acknowledgeAt = nextAcknowledgement();

  const flush = async () => {
    if (pendingBytes === 0) return;
    await writer.write(pending, written);
    written += pendingBytes;
    pending = [];
    pendingBytes = 0;
  };
  const acknowledge = async () => {
    await flush();
    await writer.sync();
    crashPoint('upload-after-write');
    if (written > upload.offset_bytes) {
      upload = await store.advance(owner, written);
      options.onAcknowledged();
    }
    acknowledgeAt = nextAcknowledgement();
  };

  let interrupted = false;
  // A silent sender would never come to look at the signal: whoever aborts waits for us.
  addAbortSignal(signal, body);
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (written + pendingBytes + chunk.length > upload.size_bytes) throw uploadsErrors.body_too_long();
      hash?.update(chunk);
      pending.push(chunk);
      pendingBytes += chunk.length;
      if (pendingBytes >= BATCH_BYTES) await flush();
      if (checksum || Date.now() < acknowledgeAt) continue;
      await acknowledge();
      if (!(await options.hasRoom())) throw uploadsErrors.storage_full({ retryAfterMs: FULL_MS });
    }
  } catch (error) {
    if (!isDisconnect(error)) throw error;
    interrupted = true;
  }
  if (checksum && hash) {
    if (interrupted) return { upload, interrupted };
    if (!hash.digest().equals(checksum.digest)) return 'checksum_mismatch';
  }
  await acknowledge();
  return { upload, interrupted };
}

function isDisconnect(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR', 'EPIPE', 'ERR_STREAM_DESTROYED'].includes(code);
}
