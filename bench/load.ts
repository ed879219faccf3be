import autocannon from 'autocannon';

export interface LoadResult {
  requestsPerSecond: number;
  p99Ms: number;
  bytesPerSecond: number;
  errors: number;
}

/** Requests as fast as they are answered, from a process of their own, after a warm-up of a second. */
export async function load(options: {
  url: string;
  connections?: number;
  seconds?: number;
  headers?: Record<string, string>;
}): Promise<LoadResult> {
  const shared = {
    url: options.url,
    connections: options.connections ?? 32,
    headers: options.headers ?? {},
    workers: 1,
  };
  await autocannon({ ...shared, duration: 1 });
  const result = await autocannon({ ...shared, duration: options.seconds ?? 5 });
  return {
    requestsPerSecond: result.requests.average,
    p99Ms: result.latency.p99,
    bytesPerSecond: result.throughput.average,
    errors: result.errors + result.timeouts + result.non2xx,
  };
}
