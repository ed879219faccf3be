import type { MyStorage } from '@kinora/sdk';

export type Misfit =
  | { file: File; why: 'tooLarge'; mostBytes: number }
  | { file: File; why: 'noRoom'; leftBytes: number };

/** Which files may come, in their order, and why the others may not: said before anything is sent. */
export function sortOut(files: readonly File[], limits: MyStorage): { fitting: File[]; misfits: Misfit[] } {
  let leftBytes = limits.quotaBytes === null ? Number.POSITIVE_INFINITY : limits.quotaBytes - limits.usedBytes;
  const fitting: File[] = [];
  const misfits: Misfit[] = [];
  for (const file of files) {
    if (file.size > limits.maxFileBytes) misfits.push({ file, why: 'tooLarge', mostBytes: limits.maxFileBytes });
    else if (file.size > leftBytes) misfits.push({ file, why: 'noRoom', leftBytes: Math.max(0, leftBytes) });
    else {
      leftBytes -= file.size;
      fitting.push(file);
    }
  }
  return { fitting, misfits };
}
