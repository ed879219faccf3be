import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const EVERY_MS = 5;

/**
 * How long one request after the other takes, in milliseconds, asked from a thread of its own: whoever sends gigabytes
 * meanwhile has an event loop that is as busy as the one to be looked at.
 */
export function probe(url: string): { stop(): Promise<number[]> } {
  const worker = new Worker(new URL(import.meta.url), { workerData: url });
  const times = new Promise<number[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return {
    stop() {
      worker.postMessage('stop');
      return times;
    },
  };
}

async function ask(url: string): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('Started as no thread.');
  let asking = true;
  port.once('message', () => {
    asking = false;
  });
  const times: number[] = [];
  while (asking) {
    const asked = performance.now();
    const answer = await fetch(url);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}.`);
    times.push(performance.now() - asked);
    await delay(EVERY_MS);
  }
  port.postMessage(times);
}

if (!isMainThread) await ask(workerData as string);
