import { open } from 'node:fs/promises';
import { readSource } from './read-source.ts';
import type { TaskClient } from './task-client.ts';

/** All of a source into a file. */
export async function downloadSource(options: {
  client: TaskClient;
  path: string;
  sizeBytes: number;
  signal: AbortSignal;
}): Promise<void> {
  const file = await open(options.path, 'w', 0o600);
  let written = 0;
  try {
    for await (const chunk of readSource(options)) {
      await file.write(chunk, 0, chunk.length, written);
      written += chunk.length;
    }
  } finally {
    await file.close();
  }
}
