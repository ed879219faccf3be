import { AppError, type OutboundAnswer } from '@kinora/kernel';
import type { UploadsContext } from './context.ts';
import { firstOf, totalOf, validatorOf } from './domain/remote-file.ts';
import { uploadsErrors } from './errors.ts';
import { skipBytes } from './staging/skip-bytes.ts';
import { type ImportRow, RENEW_MS } from './store/imports-store.ts';
import { OwnedElsewhere, OwnershipLost } from './store/ownership.ts';
import type { UploadRow } from './store/uploads-store.ts';
import { takeUpload } from './take-upload.ts';
import { writeUpload } from './write-upload.ts';

/** For all of a file; silence ends it much sooner. */
const LONGEST_MS = 24 * 3_600_000;
/** In a row, without a new byte. */
const MOST_FAILURES = 10;
/** Trying again cannot help. */
const FOR_GOOD = ['outbound.address_refused', 'outbound.too_many_redirects', 'outbound.too_large'];

/** Fetches one file that is due, from where it stopped. True when there was one, 'quiet' when none waits. */
export async function importFiles(context: UploadsContext, stopping: AbortSignal): Promise<boolean | 'quiet'> {
  if (stopping.aborted) return false;
  const row = await context.imports.claim();
  if (!row) return (await context.imports.isAnyWaiting()) ? false : 'quiet';
  const renewal = setInterval(() => {
    context.imports.renew(row.upload_id).catch((error: unknown) => {
      context.log.warn({ err: error, uploadId: row.upload_id }, 'a file that is fetched could not be kept');
    });
  }, RENEW_MS);
  try {
    await importOne(context, row, stopping);
  } finally {
    clearInterval(renewal);
  }
  return true;
}

async function importOne(context: UploadsContext, row: ImportRow, stopping: AbortSignal): Promise<void> {
  const { imports, log } = context;
  const id = row.upload_id;
  try {
    const upload = await context.running.run(id, async (signal) => {
      const owned = await takeUpload(context, id);
      if (owned.offset_bytes === owned.size_bytes) return owned;
      return fetchInto(context, row, owned, AbortSignal.any([signal, stopping]));
    });
    if (upload.offset_bytes === upload.size_bytes) {
      context.wakeFinisher();
      await imports.finish(id);
      return;
    }
    throw uploadsErrors.import_interrupted();
  } catch (error) {
    const upload = await context.uploads.find(id);
    if (!upload || upload.state === 'abandoned' || upload.state === 'complete' || upload.state === 'finishing') {
      // Given up with its video, or whole though only the answer to that is missing.
      await imports.finish(id);
      return;
    }
    if (stopping.aborted || error instanceof OwnedElsewhere || error instanceof OwnershipLost) {
      await imports.release(id);
      return;
    }
    const failure = error instanceof AppError ? error : undefined;
    const failures = await imports.postpone(id, { offsetBytes: upload.offset_bytes });
    log.info({ err: error, uploadId: id, failures }, 'a file could not be fetched to its end');
    const forGood = failure && (FOR_GOOD.includes(failure.code) || GIVEN_UP.has(failure.code));
    if (!forGood && (failures < MOST_FAILURES || failure?.kind === 'storage_full')) return;
    await imports.fail(id, failure ?? uploadsErrors.import_interrupted());
    if (await context.uploads.abandon(id, 'import')) await context.staging.remove(id);
  }
}

const GIVEN_UP = new Set([uploadsErrors.import_changed().code, uploadsErrors.import_not_there().code]);

async function fetchInto(
  context: UploadsContext,
  row: ImportRow,
  upload: UploadRow,
  signal: AbortSignal,
): Promise<UploadRow> {
  const offset = upload.offset_bytes;
  const answer = await context.outbound.fetch(row.url, {
    headers: offset === 0 ? {} : { range: `bytes=${offset}-`, ...(row.validator ? { 'if-range': row.validator } : {}) },
    maxBytes: upload.size_bytes,
    timeoutMs: LONGEST_MS,
    signal,
  });
  try {
    const from = startOf(answer, row, upload);
    let broken: Error | undefined;
    const body = answer.body.pipe(skipBytes(offset - from));
    // It may break before anybody reads it, and an error that nobody hears ends the process; whoever reads it later gets it.
    body.on('error', () => {});
    answer.body.once('error', (error) => {
      broken = error;
      // As when a sender goes away: what has come is kept.
      body.destroy(Object.assign(new Error('interrupted', { cause: error }), { code: 'ECONNRESET' }));
    });
    const received = await writeUpload(context, upload, { body, checksum: undefined, signal });
    if (broken) throw broken;
    return received === 'checksum_mismatch' ? upload : received.upload;
  } finally {
    answer.body.destroy();
  }
}

/** The first byte that the answer brings. Throws where it is no longer the same file. */
function startOf({ status, headers }: OutboundAnswer, row: ImportRow, upload: UploadRow): number {
  if (status === 429 || status >= 500) throw uploadsErrors.import_interrupted();
  if (status === 416) throw uploadsErrors.import_changed();
  if (status !== 200 && status !== 206) throw uploadsErrors.import_not_there();
  const size = status === 206 ? totalOf(headers['content-range']) : Number(headers['content-length']);
  const start = status === 206 ? firstOf(headers['content-range']) : 0;
  const same = size === upload.size_bytes && validatorOf(headers) === row.validator;
  if (!same || start === undefined || start > upload.offset_bytes) throw uploadsErrors.import_changed();
  return start;
}
