import { appConfigSchema, type Environment } from '@kinora/kernel';

/** Collectors look each half minute, and take their time where there is much to remove. */
const COLLECTING_MS = 4 * 60_000;

/** After so long nothing that is over is left in the blob store. */
export function blobGraceMs(environment: Environment): number {
  return (
    appConfigSchema.shape.BLOB_GRACE_SECONDS.parse(environment.BLOB_GRACE_SECONDS || undefined) * 1000 + COLLECTING_MS
  );
}
