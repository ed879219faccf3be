import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Gives a process that was just started with a session of its own less of the processors than others. Where Linux shares
 * them among sessions first (`autogroup`), a nice value counts only within its session: the session gets the same.
 */
export function lowerPriority(pid: number, niceness: number): void {
  const priority = Math.min(niceness, constants.priority.PRIORITY_LOW);
  try {
    setPriority(pid, priority);
  } catch (error) {
    // It may have exited already; every other refusal is worth knowing.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR')) throw error;
  }
  if (process.platform !== 'linux') return;
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(priority));
  } catch (error) {
    // Not this kernel, not in this container, or too often within a tenth of a second: a wish, not a condition.
    if (!REFUSALS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

const REFUSALS = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'EROFS', 'EAGAIN', 'EINVAL']);
