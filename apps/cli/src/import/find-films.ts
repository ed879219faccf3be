import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

const FILMS = new Set([
  '.mp4',
  '.m4v',
  '.mov',
  '.mkv',
  '.webm',
  '.avi',
  '.mpg',
  '.mpeg',
  '.ts',
  '.mts',
  '.m2ts',
  '.wmv',
  '.flv',
  '.ogv',
  '.3gp',
  '.mp3',
  '.m4a',
  '.flac',
  '.ogg',
  '.opus',
  '.wav',
]);
const CAPTIONS = new Set(['.vtt', '.srt']);

/** A film of a folder, with what lies beside it under the same name. */
export interface FoundFilm {
  path: string;
  /** Within the folder. */
  name: string;
  /** `film.en.vtt`; the language is what stands between. */
  captions: { path: string; language: string }[];
  /** `film.info.json`, as yt-dlp writes it. */
  infoPath: string | undefined;
}

/** All films of a folder and of those below, in the order of their names. Hidden files are left alone. */
export async function findFilms(folder: string): Promise<FoundFilm[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const inFolder = Map.groupBy(files, dirname);
  return files
    .filter((path) => FILMS.has(extname(path).toLowerCase()))
    .map((path) => {
      const stem = basename(path, extname(path));
      const beside = (inFolder.get(dirname(path)) ?? []).map((other) => ({
        other,
        rest: restOf(basename(other), stem),
      }));
      return {
        path,
        name: path.slice(folder.length).replace(/^[/\\]/, ''),
        captions: beside.flatMap(({ other, rest }) => {
          const [, language] = /^\.([\w-]+)\.\w+$/.exec(rest) ?? [];
          return language && CAPTIONS.has(extname(other).toLowerCase()) ? [{ path: other, language }] : [];
        }),
        infoPath: beside.find(({ rest }) => rest === '.info.json')?.other,
      };
    });
}

function restOf(name: string, stem: string): string {
  return name.startsWith(`${stem}.`) ? name.slice(stem.length) : '';
}
