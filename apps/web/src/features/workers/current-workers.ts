import type { Worker } from '@kinora/sdk';

/**
 * Each start of a worker is another one to the server. Of those of the same name at the same address that are away, the
 * latest is listed, and none where one is there.
 */
export function currentWorkers(workers: readonly Worker[]): Worker[] {
  const place = ({ name, address }: Worker) => `${name}\n${address}`;
  const there = new Set(workers.filter(({ state }) => state !== 'gone').map(place));
  const seen = new Set<string>();
  return workers.filter((worker) => {
    if (worker.state !== 'gone') return true;
    const isOld = there.has(place(worker)) || seen.has(place(worker));
    seen.add(place(worker));
    return !isOld;
  });
}
