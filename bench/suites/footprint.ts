import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Shape, seedVideos, startPlatform } from '@kinora/testing';
import { processTreeMemory } from '../process-tree.ts';
import { type Metric, median, metric } from '../report.ts';

const run = promisify(execFile);
/** Idle means idle: connections that nothing uses are closed after five seconds. */
const IDLE_MS = 30_000;
/** Longer than the period of the slowest loop: what comes and goes is in it. */
const SAMPLES = 18;
const SAMPLE_EVERY_MS = 2000;

/** Time to the first answered page, memory at rest, and what is installed. */
export async function footprint({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  // As `npm start` has it, and empty as in a fresh clone.
  const compiled = await mkdtemp(join(tmpdir(), 'kinora-compiled-'));
  const started = performance.now();
  await using platform = await startPlatform({ shape, environment: { NODE_COMPILE_CACHE: compiled } });
  await fetch(platform.url);
  const firstStartS = (performance.now() - started) / 1000;
  const later: number[] = [];
  for (let i = 0; i < 3; i++) {
    await platform.halt();
    const again = performance.now();
    await platform.boot();
    await fetch(platform.url);
    later.push((performance.now() - again) / 1000);
  }
  await seedVideos(platform, 1000);
  await platform.disconnect();
  await fetch(`${platform.url}/api/v1/videos`);
  await delay(IDLE_MS);
  const memory = await idleMemory(platform.serverPid);
  await rm(compiled, { recursive: true });
  const { stdout: packages } = await run('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    maxBuffer: 2 ** 24,
  }).catch((error: { stdout: string }) => error);
  const installed = packages.split('\n').filter((line) => line.includes('node_modules'));
  // Node itself comes as a package where the system has none; it is the runtime, not a dependency.
  const paths = installed.filter((path) => !path.includes('/node-linux-'));
  const { stdout: sizes } = await run('du', ['-sck', ...paths], { maxBuffer: 2 ** 24 });
  const totalKb = Number(/(\d+)\s+total/.exec(sizes)?.[1] ?? 0);
  return {
    'first start to the first answered page': metric(firstStartS, 's', '<= 5'),
    'later start, median of 3': metric(median(later), 's', '<= 2'),
    'resident memory, idle, 1,000 videos, median of 36 s': metric(memory.rss, 'MB', '<= 350'),
    'the highest of these 36 s': metric(memory.highestRss, 'MB'),
    'proportional memory, median of 36 s': metric(memory.pss, 'MB'),
    'run-time npm packages': metric(paths.length, '', '<= 350'),
    'their installed size': metric(totalKb / 1024, 'MiB', '<= 300'),
  };
}

/** Megabytes (10^6 bytes) of all processes together. */
async function idleMemory(pid: number): Promise<{ rss: number; highestRss: number; pss: number }> {
  const rss: number[] = [];
  const pss: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    if (i > 0) await delay(SAMPLE_EVERY_MS);
    const { rssMiB, pssMiB } = await processTreeMemory(pid);
    rss.push(rssMiB * 1.048576);
    pss.push(pssMiB * 1.048576);
  }
  return { rss: median(rss), highestRss: Math.max(...rss), pss: median(pss) };
}
