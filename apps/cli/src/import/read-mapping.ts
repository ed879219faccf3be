import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { CommandError } from '../command.ts';

/** What a table says about one film. Empty cells say nothing. */
export type MappedFilm = Partial<Record<(typeof COLUMNS)[number], string>>;

export const COLUMNS = ['file', 'title', 'description', 'tags', 'visibility', 'date'] as const;

/**
 * A CSV file whose first line names its columns: `file` (name, or path within the folder) and any of the others. Tags are
 * separated by semicolons or commas. Answers the lines by file.
 */
export async function readMapping(path: string): Promise<Map<string, MappedFilm>> {
  let rows: Record<string, string>[];
  try {
    const text = await readFile(path, 'utf8');
    rows = parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter: delimiterOf(text),
      relax_column_count_less: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    throw new CommandError(`${path} cannot be read as a table: ${(error as Error).message}`, { cause: error });
  }
  const names = Object.keys(rows[0] ?? {});
  const unknown = names.filter((name) => !COLUMNS.includes(name as never));
  if (!names.includes('file') || unknown.length > 0) {
    const wrong = unknown.length > 0 ? `has the unknown columns ${unknown.join(', ')}` : 'has no column "file"';
    throw new CommandError(`${path} ${wrong}. It takes ${COLUMNS.join(', ')}.`);
  }
  const mapped = new Map<string, MappedFilm>();
  for (const [index, row] of rows.entries()) {
    const film = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')) as MappedFilm;
    const line = index + 2;
    if (!film.file) throw new CommandError(`${path}, line ${line}: the column "file" is empty.`);
    if (mapped.has(film.file)) throw new CommandError(`${path}, line ${line}: ${film.file} was there before.`);
    if (film.date !== undefined && parseDate(film.date) === undefined)
      throw new CommandError(`${path}, line ${line}: "${film.date}" is no date such as 2024-05-31.`);
    mapped.set(film.file, film);
  }
  return mapped;
}

/** Spreadsheets write what their language is used to. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split('\n', 1);
  return ['\t', ';', ','].find((one) => head.includes(one)) ?? ',';
}

/** A day, or a moment in RFC 3339; undefined where it is neither, or not over yet. */
export function parseDate(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) || date.getTime() > Date.now() ? undefined : date;
}
