import type { Environment } from '@kinora/kernel';
import { withOpenedAudit } from '../audit/open-audit.ts';
import { describeOwner } from './describe-owner.ts';
import { Pace } from './pace.ts';
import { ReferenceTable } from './reference-table.ts';
import { type NamedBreach, reportScrub } from './report-scrub.ts';
import { type ScrubProgress, scrubBlobs } from './scrub-blobs.ts';

/** Beside a living server: a fraction of what a disk gives, so that nobody who watches notices. */
const RATE_BESIDE_SERVER = 50_000_000;

export interface RunScrubOptions {
  environment: Environment;
  json: boolean;
  /** Default: 50 MB/s beside a running server, as fast as it goes without one. */
  bytesPerSecond?: number;
  signal?: AbortSignal;
  write?: (text: string) => void;
  onProgress?: (progress: ScrubProgress) => void;
}

/**
 * Reads every blob and compares it with what was noted about it. Resolves with the exit code: 0 when all are whole and
 * referred to, 1 when not, 2 when the data cannot be opened.
 */
export async function runScrub(options: RunScrubOptions): Promise<number> {
  const write = options.write ?? ((text: string) => process.stdout.write(text));
  return withOpenedAudit({ environment: options.environment, write }, async (opened) => {
    const { client, blobs, running, graceMs } = opened;
    const bytesPerSecond = options.bytesPerSecond ?? (running ? RATE_BESIDE_SERVER : null);
    const outcome = await scrubBlobs({
      blobs,
      references: new ReferenceTable(client),
      pace: new Pace({ bytesPerSecond, signal: options.signal ?? new AbortController().signal }),
      graceMs,
      onProgress: options.onProgress ?? (() => {}),
    });
    const breaches: NamedBreach[] = [];
    for (const breach of outcome.breaches)
      breaches.push({ ...breach, belongsTo: await describeOwner(client, breach.key) });
    write(reportScrub({ ...outcome, breaches }, options.json));
    return breaches.length + outcome.more > 0 ? 1 : 0;
  });
}
