import { relative } from 'node:path';

/** A reporter of node:test that writes only the totals, for whoever runs several groups. */
export default async function* countReporter(events) {
  const failures = [];
  for await (const { type, data } of events) {
    if (type === 'test:fail' && data.details?.error?.failureType !== 'subtestsFailed') {
      failures.push(`${relative(process.cwd(), data.file ?? '')}: ${data.name}`);
    }
    // The one without a file is that of the whole run.
    if (type === 'test:summary' && data.file === undefined) {
      const { passed, failed, cancelled, skipped } = data.counts;
      yield JSON.stringify({ passed, failed: failed + cancelled, skipped, failures });
    }
  }
}
