import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { NewVideo, Visibility } from '@kinora/sdk';
import { CommandError } from '../command.ts';
import { assertOpens, type Doors, isVisibility, visibilityNames } from '../upload/visibility.ts';
import type { FoundFilm } from './find-films.ts';
import { type MappedFilm, parseDate } from './read-mapping.ts';

const MOST_TITLE = 100;
const MOST_DESCRIPTION = 5000;
const MOST_TAGS = 20;
const MOST_TAG = 40;

export interface DescribeOptions {
  mapping: ReadonlyMap<string, MappedFilm>;
  /** Of those that the table does not name one for, and what opens any of them. */
  visibility: Visibility;
  doors: Doors;
  /** Takes the date of the file where nothing else tells one. */
  fileDates: boolean;
}

interface Info {
  title?: unknown;
  description?: unknown;
  tags?: unknown;
  /** `20240531` */
  upload_date?: unknown;
}

/** What is said about a film: by the table, else by its `.info.json`, else by its name. Shortened to what is accepted. */
export async function describeFilm(film: FoundFilm, options: DescribeOptions): Promise<NewVideo> {
  const row = options.mapping.get(film.name) ?? options.mapping.get(basename(film.path)) ?? {};
  const info = film.infoPath === undefined ? {} : await readInfo(film.infoPath);
  const visibility = row.visibility ?? options.visibility;
  if (!isVisibility(visibility))
    throw new CommandError(`${film.name}: the visibility "${visibility}" is not ${visibilityNames()}.`);
  assertOpens(visibility, options.doors);
  const tags = row.tags?.split(/[;,]/) ?? (Array.isArray(info.tags) ? info.tags.map(String) : []);
  const date = dateOf(row, info) ?? (options.fileDates ? (await stat(film.path)).mtime : undefined);
  return {
    title: (row.title ?? textOf(info.title) ?? titleOf(film.path)).slice(0, MOST_TITLE),
    description: (row.description ?? textOf(info.description) ?? '').slice(0, MOST_DESCRIPTION),
    tags: [...new Set(tags.map((tag) => tag.trim().slice(0, MOST_TAG)).filter(Boolean))].slice(0, MOST_TAGS),
    visibility,
    ...(date ? { publishedAt: date.toISOString() } : {}),
    fileName: basename(film.path),
    sizeBytes: (await stat(film.path)).size,
  };
}

function dateOf(row: MappedFilm, info: Info): Date | undefined {
  if (row.date !== undefined) return parseDate(row.date);
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(textOf(info.upload_date) ?? '') ?? [];
  return year === undefined ? undefined : parseDate(`${year}-${month}-${day}`);
}

async function readInfo(path: string): Promise<Info> {
  try {
    const info: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof info === 'object' && info !== null ? info : {};
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(`${path} is not JSON.`, { cause: error });
    throw error;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function titleOf(path: string): string {
  return basename(path, extname(path)).replaceAll('_', ' ').trim() || 'Untitled';
}
