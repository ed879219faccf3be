import { parseArgs } from 'node:util';
import type { Shape } from '@kinora/testing';
import { currentCommit, describeMachine, type Metric, report } from './report.ts';

type Suite = (options: { shape: Shape }) => Promise<Record<string, Metric>>;

const suites: Record<string, () => Promise<Suite>> = {
  vod: async () => (await import('./suites/vod.ts')).vod,
  uploads: async () => (await import('./suites/uploads.ts')).uploads,
  api: async () => (await import('./suites/api.ts')).api,
  segments: async () => (await import('./suites/segments.ts')).segments,
  writes: async () => (await import('./suites/writes.ts')).writes,
  workers: async () => (await import('./suites/workers.ts')).workers,
  playback: async () => (await import('./suites/playback.ts')).playback,
  ladder: async () => (await import('./suites/ladder.ts')).ladder,
  pages: async () => (await import('./suites/pages.ts')).pages,
  footprint: async () => (await import('./suites/footprint.ts')).footprint,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, shape: { type: 'string', default: 'one' } },
});
const [name = ''] = positionals;
const open = suites[name];
if (!open || (values.shape !== 'one' && values.shape !== 'split')) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(suites).join('|')} [--shape one|split] [--json FILE]\n`);
  process.exitCode = 2;
} else {
  const suite = await open();
  const metrics = await suite({ shape: values.shape });
  await report(
    { suite: name, machine: describeMachine(), commit: currentCommit(), shape: values.shape, metrics },
    values.json,
  );
}
