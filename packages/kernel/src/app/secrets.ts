import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A secret of 32 random bytes per purpose, made at its first use and kept in a directory that only we may read. */
export async function readSecret(directory: string, purpose: string): Promise<Uint8Array> {
  if (!/^[a-z][a-z0-9-]*$/.test(purpose)) throw new Error(`Not a purpose for a secret: ${purpose}`);
  const path = join(directory, purpose);
  try {
    return decode(await readFile(path, 'utf8'), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(32).toString('base64url'));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(aside, path);
  } catch (error) {
    // Another process was first: its secret is the one.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
  return decode(await readFile(path, 'utf8'), path);
}

function decode(text: string, path: string): Uint8Array {
  const bytes = Buffer.from(text.trim(), 'base64url');
  if (bytes.length < 32)
    throw new Error(`The secret in ${path} is shorter than 256 bits. Delete the file to have a new one made.`);
  return bytes;
}
