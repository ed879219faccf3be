import type { TranscodingTransaction } from './jobs-store.ts';

/** An init segment that is in the blob store. */
export interface StoredInit {
  /** Of a rendition, of a sound, or `source`. */
  track: string;
  blobKey: string;
  sha256: string;
  codecs: string;
}

/** Each track of an edition has one init segment: the first that is noted stays. */
export async function noteInit(
  transaction: TranscodingTransaction,
  jobId: string,
  { track, blobKey, sha256, codecs }: StoredInit,
): Promise<void> {
  await transaction
    .insertInto('inits')
    .values({ job_id: jobId, rendition: track, blob_key: blobKey, sha256, codecs })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The same, and answers the one that stays: that of the first task that made one, or of the whole film. */
export async function shareInit(
  transaction: TranscodingTransaction,
  jobId: string,
  init: StoredInit,
): Promise<Omit<StoredInit, 'track'>> {
  await noteInit(transaction, jobId, init);
  return transaction
    .selectFrom('inits')
    .select(['blob_key as blobKey', 'sha256', 'codecs'])
    .where('job_id', '=', jobId)
    .where('rendition', '=', init.track)
    .executeTakeFirstOrThrow();
}
