import { relative } from 'node:path';

/** A reporter of node:test that writes only the totals of one file, for whoever runs several. */
export default async function* countReporter(events) {
  const failures = [];
  let counts;
  for await (const { type, data } of events) {
    if (type === 'test:fail' && data.details?.error?.failureType !== 'subtestsFailed') {
      failures.push(`${relative(process.cwd(), data.file ?? '')}: ${data.name}`);
    }
    if (type === 'test:summary') counts = data.counts;
  }
  if (!counts) return;
  const { passed, failed, cancelled, skipped } = counts;
  yield JSON.stringify({ passed, failed: failed + cancelled, skipped, failures });
}
