import { createHash } from 'node:crypto';
import { allBlobs, type BlobInfo, BlobNotFound, type BlobStore } from '@kinora/ports';
import type { Pace } from './pace.ts';
import { pairByKey } from './pair-by-key.ts';
import type { Reference, ReferenceTable } from './reference-table.ts';

export interface BlobBreach {
  kind: 'damaged' | 'missing' | 'unreferenced';
  key: string;
  problem: string;
}

export interface ScrubOutcome {
  /** Blobs that a row names and whose bytes were read. */
  blobs: number;
  bytes: number;
  /** Of those, the ones without a checksum to compare with: of a release that did not note it. */
  withoutChecksum: number;
  breaches: BlobBreach[];
  /** Breaches beyond the most that are kept. */
  more: number;
}

export interface ScrubProgress {
  bytes: number;
  totalBytes: number;
}

export interface ScrubOptions {
  blobs: BlobStore;
  references: ReferenceTable;
  pace: Pace;
  /** What nothing refers to may be this young: it is being written, or waits for its collector. */
  graceMs: number;
  onProgress(progress: ScrubProgress): void;
}

/** Enough to name what is wrong; when everything is, a few thousand names say so. */
const MOST_KEPT = 10_000;

/** Reads every blob and compares it with what was noted when it was written. What changed meanwhile is looked at again. */
export async function scrubBlobs(options: ScrubOptions): Promise<ScrubOutcome> {
  const { references, blobs, onProgress } = options;
  const taken = await references.take();
  const outcome: ScrubOutcome = { blobs: 0, bytes: 0, withoutChecksum: 0, breaches: [], more: 0 };
  const suspects: string[] = [];
  for await (const { left: blob, right: reference } of pairByKey(allBlobs(blobs), references.all())) {
    if (blob && reference) {
      outcome.blobs++;
      if (reference.sha256 === null) outcome.withoutChecksum++;
    }
    const breach = await judge(options, { blob, reference, takenAt: taken.at, onBytes });
    if (!breach) continue;
    if (suspects.length < MOST_KEPT) suspects.push(breach.key);
    else outcome.more++;
  }
  onProgress({ bytes: outcome.bytes, totalBytes: outcome.bytes });
  if (suspects.length > 0) outcome.breaches = await judgeAgain(options, suspects);
  return outcome;

  function onBytes(bytes: number): void {
    outcome.bytes += bytes;
    onProgress({ bytes: outcome.bytes, totalBytes: Math.max(taken.bytes, outcome.bytes + 1) });
  }
}

/** Rows may have changed while the blobs were read: only what is wrong still is a breach. */
async function judgeAgain(options: ScrubOptions, keys: readonly string[]): Promise<BlobBreach[]> {
  const { at: takenAt } = await options.references.take();
  const breaches: BlobBreach[] = [];
  for (const key of keys) {
    const blob = await options.blobs.head(key);
    const reference = await options.references.find(key);
    const breach = await judge(options, { blob, reference, takenAt, onBytes: () => {} });
    if (breach) breaches.push(breach);
  }
  return breaches;
}

async function judge(
  { blobs, references, pace, graceMs }: ScrubOptions,
  found: {
    blob: BlobInfo | undefined;
    reference: Reference | undefined;
    takenAt: Date;
    onBytes(bytes: number): void;
  },
): Promise<BlobBreach | undefined> {
  const { blob, reference } = found;
  if (!reference) {
    if (!blob || found.takenAt.getTime() - blob.modifiedAt.getTime() < graceMs) return undefined;
    if (await references.isWorkedOn(blob.key)) return undefined;
    return { kind: 'unreferenced', key: blob.key, problem: `nothing refers to its ${blob.sizeBytes} bytes` };
  }
  const { key, sizeBytes, sha256 } = reference;
  const missing = { kind: 'missing', key, problem: 'it is referred to and is not there' } as const;
  if (!blob) return missing;
  if (sizeBytes !== null && blob.sizeBytes !== sizeBytes)
    return { kind: 'damaged', key, problem: `it has ${blob.sizeBytes} bytes instead of ${sizeBytes}` };
  try {
    const hash = createHash('sha256');
    for await (const chunk of await blobs.read(key)) {
      hash.update(chunk as Uint8Array);
      found.onBytes((chunk as Uint8Array).length);
      await pace.spend((chunk as Uint8Array).length);
    }
    const digest = hash.digest('hex');
    if (sha256 === null || digest === sha256) return undefined;
    return { kind: 'damaged', key, problem: `its bytes have the SHA-256 ${digest} instead of ${sha256}` };
  } catch (error) {
    if (error instanceof BlobNotFound) return missing;
    const { code } = error as NodeJS.ErrnoException;
    // The disk itself says that it cannot: that is what is looked for here.
    if (code === 'EIO') return { kind: 'damaged', key, problem: 'the disk cannot read it (EIO)' };
    throw error;
  }
}
