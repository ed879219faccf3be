import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, link, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FilmOptions, generateFilm } from '@kinora/ffmpeg';

export type FilmShape = Partial<Omit<FilmOptions, 'path' | 'signal'>> & { extension?: string };

const DIRECTORY = join(tmpdir(), 'kinora-test-films');
const DEFAULTS = { seconds: 13, width: 640, height: 360, fps: '12', audio: 'late', bframes: 2 } as const;

const underWay = new Map<string, Promise<string>>();

/**
 * A generated film, made once per machine and set of options. By default small and of few frames, with B-frames, sound
 * that starts late and enough length for three chunks.
 */
export function makeFilm(shape: FilmShape = {}): Promise<string> {
  const { extension = 'mp4', ...options } = { ...DEFAULTS, ...shape };
  const name = createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 20);
  const path = join(DIRECTORY, `${name}.${extension}`);
  const film = underWay.get(path) ?? makeOnce(path, options, extension);
  underWay.set(path, film);
  return film;
}

async function makeOnce(path: string, options: Omit<FilmOptions, 'path'>, extension: string): Promise<string> {
  if (await exists(path)) return path;
  await mkdir(DIRECTORY, { recursive: true });
  const aside = join(DIRECTORY, `${randomUUID()}.${extension}`);
  try {
    await generateFilm({ ...options, path: aside });
    // Two encodes of one film differ in bytes: whoever has begun to read the first one must not be given another.
    await link(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
  return path;
}

export async function filmSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
