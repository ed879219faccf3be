import { constants, existsSync } from 'node:fs';
import { access, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Grows when an older program could damage what a newer one wrote. */
const FORMAT = 1;

export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError';
}

/** Makes the directory at the first start; refuses one that cannot be written or that a newer Kinora has used. */
export async function prepareDataDirectory(path: string): Promise<{ firstStart: boolean }> {
  try {
    await makeDirectory(path);
    await access(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new DataDirectoryError(
      `The data directory ${path} cannot be written. Choose another with DATA_DIR, or give this user the right.`,
      { cause },
    );
  }
  const marker = join(path, 'format');
  const text = await readFile(marker, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) {
    await writeFile(marker, `${FORMAT}\n`);
    return { firstStart: true };
  }
  const found = Number(text);
  if (!(found <= FORMAT)) {
    throw new DataDirectoryError(
      `The data directory ${path} has format ${text.trim()}; this Kinora knows ${FORMAT}. Start the newer version that wrote it.`,
    );
  }
  return { firstStart: false };
}

/** With its parents. Node's own `recursive` never ends where a directory is there and yet takes no children, as /proc. */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const parent = dirname(resolve(path));
    if (code !== 'ENOENT' || existsSync(parent)) throw error;
    await makeDirectory(parent);
    await makeDirectory(path);
  }
}
