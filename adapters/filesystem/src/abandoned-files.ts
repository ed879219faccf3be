import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ASIDE, MULTIPART } from './blob-paths.ts';

/** What is aside for longer belongs to a process that is gone: a running write touches its file all the time. */
const ABANDONED_MS = 60 * 60 * 1000;

/** Removes what processes that were killed have left half-written. */
export async function removeAbandoned(root: string): Promise<void> {
  await removeOld(join(root, ASIDE), '');
  for (const upload of await namesIn(join(root, MULTIPART))) await removeOld(join(root, MULTIPART, upload), '.');
}

/** Does so every now and then; other processes on the same directory may be killed while this one runs for months. */
export function keepRemovingAbandoned(
  root: string,
  options: { everyMs: number; onError: (error: unknown) => void },
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = removeAbandoned(root).catch(options.onError);
  }, options.everyMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function removeOld(directory: string, prefix: string): Promise<void> {
  for (const name of await namesIn(directory)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(directory, name);
    const found = await stat(path).catch(absent);
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}

async function namesIn(directory: string): Promise<string[]> {
  return (await readdir(directory).catch(absent)) ?? [];
}

/** Finished, completed or removed by another process in the meantime. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
