import type { BlobBreach, ScrubOutcome } from './scrub-blobs.ts';

/** With what the blob belongs to, in words. */
export interface NamedBreach extends BlobBreach {
  belongsTo: string;
}

export function reportScrub(
  outcome: Omit<ScrubOutcome, 'breaches'> & { breaches: NamedBreach[] },
  json: boolean,
): string {
  const { blobs, bytes, withoutChecksum, breaches, more } = outcome;
  if (json) return `${JSON.stringify({ holds: breaches.length + more === 0, ...outcome }, null, 2)}\n`;
  const lines = breaches.map(
    ({ kind, key, problem, belongsTo }) => `${kind.padEnd(12)}  ${key}: ${problem}; ${belongsTo}`,
  );
  if (more > 0) lines.push(`… and ${more} more that were not looked at twice`);
  if (withoutChecksum > 0)
    lines.push(
      `${withoutChecksum} of them were written before checksums were noted: only their sizes could be compared.`,
    );
  const read = `${blobs} blobs with ${bytes} bytes were read.`;
  const wrong = breaches.length + more;
  const verdict =
    wrong === 0 ? 'All of them are whole, and nothing else is there.' : `${wrong} are not as they should be.`;
  return `${[...lines, `${read} ${verdict}`].join('\n')}\n`;
}
