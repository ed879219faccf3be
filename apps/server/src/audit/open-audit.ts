import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '@kinora/kernel';
import type { BlobStore } from '@kinora/ports';
import type pg from 'pg';
import { blobGraceMs } from './blob-grace.ts';
import { DataRefused, openData } from './open-data.ts';

export interface OpenedAudit {
  client: pg.Client;
  blobs: BlobStore;
  aside: { path: string; modifiedAt: Date }[];
  dataDir: string;
  stagingDirectory: string;
  running: boolean;
  /** After so long nothing that is over is left. */
  graceMs: number;
  close(): Promise<void>;
}

/**
 * Opens what the audit looks at, and closes it again. Answers what `look` answers, a command's exit code: 2, with a
 * sentence, when the data cannot be opened.
 */
export async function withOpenedAudit(
  options: { environment: Environment; write: (text: string) => void },
  look: (opened: OpenedAudit) => Promise<number>,
): Promise<number> {
  let opened: OpenedAudit;
  try {
    opened = await openAudit(options.environment);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    options.write(`${error instanceof DataRefused ? error.message : `The data cannot be audited: ${error.message}`}\n`);
    return 2;
  }
  try {
    return await look(opened);
  } finally {
    await opened.close();
  }
}

/** Opens what the audit looks at, beside a running server or alone. */
async function openAudit(environment: Environment): Promise<OpenedAudit> {
  const opened = await openData(environment, 'audit');
  const { client, running, dataDir } = opened;
  const closers = [opened.close];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    if (environment.BLOB_URL && !environment.BLOB_URL.startsWith('file:')) {
      throw new DataRefused(`BLOB_URL is ${environment.BLOB_URL}: only blobs in files can be audited.`);
    }
    const blobDirectory = environment.BLOB_URL ? new URL(environment.BLOB_URL).pathname : join(dataDir, 'blobs');
    // Opening the store removes what is old enough.
    const aside = await listAside(join(blobDirectory, '.aside'));
    const { createFilesystemBlobStore } = await import('@kinora/adapter-filesystem');
    const blobs = await createFilesystemBlobStore({ directory: blobDirectory });
    closers.push(() => blobs.close());
    const stagingDirectory = environment.UPLOAD_STAGING_DIR ?? join(dataDir, 'staging');
    return { client, blobs, aside, dataDir, stagingDirectory, running, graceMs: blobGraceMs(environment), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listAside(directory: string): Promise<{ path: string; modifiedAt: Date }[]> {
  const names = existsSync(directory) ? await readdir(directory) : [];
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const file = await stat(path).catch(() => undefined);
      return file ? [{ path, modifiedAt: file.mtime }] : [];
    }),
  );
  return found.flat();
}
