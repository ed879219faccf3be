import { createHash } from 'node:crypto';
import { readFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../write-file-atomically.ts';

export interface UploadRecord {
  videoId: string;
  /** The tus resource. */
  uploadUrl: string;
}

/**
 * Uploads that have begun, a file for each, so that the same command goes on with the same film after any
 * interruption and commands that run at the same time do not meet.
 */
export class UploadRecords {
  readonly #directory: string;

  /** `kind` names the folder below `directory`. */
  constructor(directory: string, kind = 'uploads') {
    this.#directory = join(directory, kind);
  }

  async find(fingerprint: string): Promise<UploadRecord | undefined> {
    try {
      const record = JSON.parse(await readFile(this.#path(fingerprint), 'utf8')) as Partial<UploadRecord>;
      return record.videoId && record.uploadUrl ? (record as UploadRecord) : undefined;
    } catch (error) {
      if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async add(fingerprint: string, record: UploadRecord): Promise<void> {
    await writeFileAtomically(this.#path(fingerprint), `${JSON.stringify(record)}\n`);
  }

  async remove(fingerprint: string): Promise<void> {
    await rm(this.#path(fingerprint), { force: true });
  }

  #path(fingerprint: string): string {
    return join(this.#directory, `${fingerprint}.json`);
  }
}

/** The same file, unchanged, for the same account of the same server. */
export async function fingerprintOf(path: string, account: { url: string; email: string }): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return createHash('sha256')
    .update([await realpath(path), size, mtimeMs, account.url, account.email].join('\0'))
    .digest('hex');
}
