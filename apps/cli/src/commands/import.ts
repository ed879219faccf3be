import { readFile, stat } from 'node:fs/promises';
import { ApiError, type Client, type NewVideo } from '@kinora/sdk';
import { type Command, CommandError, type CommandInput, text } from '../command.ts';
import { configDirectory } from '../credentials.ts';
import { describeFilm } from '../import/describe-film.ts';
import { type FoundFilm, findFilms } from '../import/find-films.ts';
import { COLUMNS, readMapping } from '../import/read-mapping.ts';
import { logInAs, TOKEN_OPTIONS } from '../log-in-as.ts';
import { findBegun, makeDraft, sizeOf } from '../upload/begin-upload.ts';
import { ProgressLine } from '../upload/progress-line.ts';
import { sendFile } from '../upload/send-file.ts';
import { fingerprintOf, UploadRecords } from '../upload/upload-records.ts';
import { assertNothingUnused, type Doors, openersOf, readDoors, VISIBILITY_OPTIONS } from '../upload/visibility.ts';

interface Film {
  found: FoundFilm;
  video: NewVideo;
}

export const importFolder: Command = {
  name: 'import',
  summary: 'Upload all films of a folder, with titles, dates and captions; the same command goes on where it stopped.',
  usage: 'FOLDER [--mapping FILE] [--dry-run]',
  options: {
    mapping: { type: 'string', help: `A CSV file with the column file and any of ${COLUMNS.slice(1).join(', ')}.` },
    visibility: { type: 'string', help: 'Of those that the table does not name one for. Default: private.' },
    ...VISIBILITY_OPTIONS,
    'file-dates': { type: 'boolean', help: 'Date films as their files, where nothing else tells a date.' },
    ...TOKEN_OPTIONS,
    'dry-run': { type: 'boolean', help: 'Only show what would be uploaded.' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const { values, positionals, environment, terminal, signal } = input;
    const doors = await readDoors(input);
    const planned = await readFolder(positionals[0] ?? '', values, doors);
    if (values['dry-run']) {
      for (const film of planned) terminal.out(`${summary(film, doors)}\n`);
      return 0;
    }
    const { account, client } = await logInAs(input);
    const directory = configDirectory(environment);
    const records = { begun: new UploadRecords(directory), done: new UploadRecords(directory, 'imported') };
    const openers = await openersOf(client, doors);
    const films = planned.map(({ found, video }) => ({
      found,
      video: { ...video, ...openers(video.visibility ?? 'private') },
    }));
    const failed: string[] = [];
    for (const [index, film] of films.entries()) {
      const progress = new ProgressLine(terminal);
      progress.say(`${index + 1} of ${films.length}: ${film.found.name}`);
      try {
        const fingerprint = await fingerprintOf(film.found.path, account);
        const videoId = await importFilm({ client, film, records, fingerprint, progress, signal });
        terminal.out(`${account.url}/watch/${videoId}\n`);
      } catch (error) {
        // One film that is refused keeps none of the others from coming.
        if (signal.aborted || !(error instanceof ApiError || error instanceof CommandError)) throw error;
        progress.say(`Not imported: ${error.message}`);
        failed.push(film.found.name);
      }
    }
    terminal.err(`${films.length - failed.length} of ${films.length} films are there.\n`);
    return failed.length === 0 ? 0 : 1;
  },
};

async function readFolder(folder: string, values: CommandInput['values'], doors: Doors): Promise<Film[]> {
  const stats = await stat(folder).catch(() => undefined);
  if (!stats?.isDirectory()) throw new CommandError(`${folder} is not a folder.`);
  const path = text(values, 'mapping');
  const mapping = path === undefined ? new Map() : await readMapping(path);
  const found = await findFilms(folder);
  const names = new Set(found.flatMap((film) => [film.name, film.name.split(/[/\\]/).at(-1) ?? '']));
  const missing = [...mapping.keys()].filter((name) => !names.has(name));
  if (missing.length > 0)
    throw new CommandError(`The table names files that are not in ${folder}: ${missing.join(', ')}.`);
  if (found.length === 0) throw new CommandError(`There is no film in ${folder}.`);
  const options = {
    mapping,
    visibility: doors.visibility ?? ('private' as const),
    doors,
    fileDates: values['file-dates'] === true,
  };
  // All before the first upload: a mistake in the table is found before half of the folder is there.
  const films: Film[] = [];
  for (const one of found) {
    await sizeOf(one.path);
    films.push({ found: one, video: await describeFilm(one, options) });
  }
  assertNothingUnused(
    films.map(({ video }) => video.visibility),
    values,
  );
  return films;
}

async function importFilm(options: {
  client: Client;
  film: Film;
  records: { begun: UploadRecords; done: UploadRecords };
  fingerprint: string;
  progress: ProgressLine;
  signal: AbortSignal;
}): Promise<string> {
  const { client, film, records, fingerprint, progress, signal } = options;
  const done = await records.done.find(fingerprint);
  if (done) {
    progress.say('It was imported before.');
    return done.videoId;
  }
  const record =
    (await findBegun(records.begun, fingerprint, { client, progress, replaced: undefined })) ??
    (await makeDraft({ client, video: film.video, progress, signal }));
  await records.begun.add(fingerprint, record);
  await addCaptions(client, record.videoId, film.found, progress);
  await sendFile({
    client,
    path: film.found.path,
    url: record.uploadUrl,
    signal,
    onProgress: (sent, total) => progress.update(sent, total),
    onRetry: ({ error, delayMs }) =>
      progress.say(`${error.message} Trying again in ${Math.max(1, Math.round(delayMs / 1000))} s.`),
  });
  progress.end();
  await records.done.add(fingerprint, record);
  await records.begun.remove(fingerprint);
  return record.videoId;
}

async function addCaptions(client: Client, videoId: string, film: FoundFilm, progress: ProgressLine): Promise<void> {
  for (const { path, language } of film.captions) {
    try {
      await client.captions.create(videoId, { language, file: await readFile(path) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // There since the command was interrupted.
      if (error.code === 'videos.captions_exist') continue;
      progress.say(`Captions ${path} were left out: ${error.message}`);
    }
  }
}

function summary({ found, video }: Film, { list }: Doors): string {
  const parts = [
    video.visibility === 'members' ? `members of ${list}` : video.visibility,
    ...(video.publishedAt ? [video.publishedAt.slice(0, 10)] : []),
    ...(video.tags?.length ? [`tags ${video.tags.join(', ')}`] : []),
    ...(found.captions.length > 0 ? [`captions ${found.captions.map(({ language }) => language).join(', ')}`] : []),
  ];
  return `${found.name}: "${video.title}" (${parts.join('; ')})`;
}
