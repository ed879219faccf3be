/**
 * Named places at which a test may have the process killed: `KINORA_CRASH_AT=outbox-before-publish` ends it there with
 * SIGKILL, `name:3` at the third time. Set for one process, by its environment, and never otherwise.
 */
const [name, count = '1'] = (process.env.KINORA_CRASH_AT ?? '').split(':');
let left = Number(count);

export const CRASH_POINTS = [
  'upload-after-write',
  'upload-before-complete',
  'upload-after-move',
  'upload-after-blob',
  'probe',
  'ingest-after-segment',
  'chunk-after-put',
  'chunk-before-complete',
  'chunk-after-complete',
  'publish-before-index',
  'delete-before-blobs',
  'outbox-before-publish',
  'outbox-after-publish',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

export function crashPoint(point: CrashPoint): void {
  if (name !== point) return;
  left--;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
}
