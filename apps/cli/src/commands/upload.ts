import { basename, extname } from 'node:path';
import type { Client, NewVideo, Visibility } from '@kinora/sdk';
import { type Command, CommandError, type CommandInput, text, texts } from '../command.ts';
import { configDirectory } from '../credentials.ts';
import { logInAs, TOKEN_OPTIONS } from '../log-in-as.ts';
import { findBegun, makeDraft, sizeOf } from '../upload/begin-upload.ts';
import { ProgressLine } from '../upload/progress-line.ts';
import { sendFile } from '../upload/send-file.ts';
import { fingerprintOf, type UploadRecord, UploadRecords } from '../upload/upload-records.ts';
import {
  assertNothingUnused,
  assertOpens,
  openersOf,
  readDoors,
  VISIBILITY_OPTIONS,
  visibilityNames,
} from '../upload/visibility.ts';
import { encodedShare, waitUntilReady } from '../upload/wait-until-ready.ts';

export const upload: Command = {
  name: 'upload',
  summary: 'Upload a film; the same command goes on where it was interrupted.',
  usage: 'FILE [--title TITLE | --replace ID] [--wait] [--json]',
  options: {
    title: { type: 'string', help: 'Default: the name of the file.' },
    description: { type: 'string', help: 'What its page says.' },
    tag: { type: 'string', multiple: true, help: 'Once for each tag.' },
    visibility: { type: 'string', help: `${visibilityNames()}. Default: public.` },
    ...VISIBILITY_OPTIONS,
    replace: { type: 'string', help: 'The id of a video of yours whose file it takes the place of.' },
    wait: { type: 'boolean', help: 'Until all of it has been processed.' },
    ...TOKEN_OPTIONS,
    json: { type: 'boolean', help: 'Print the result as JSON.' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const { values, positionals, environment, terminal, signal } = input;
    const path = positionals[0] ?? '';
    const sizeBytes = await sizeOf(path);
    const replaced = text(values, 'replace');
    if (replaced !== undefined) assertNothingElse(values);
    const doors = await readDoors(input);
    // What opens a film says who may watch it: without this it would be public, and closed to nobody.
    const visibility = doors.visibility ?? impliedBy(values);
    assertNothingUnused([visibility], values);
    assertOpens(visibility, doors);
    const { account, client } = await logInAs(input);
    const records = new UploadRecords(configDirectory(environment));
    const fingerprint = await fingerprintOf(path, account);
    const progress = new ProgressLine(terminal);
    const describeNew = async () => {
      const opener = await openersOf(client, doors);
      return { ...describe(values, { path, sizeBytes }), visibility, ...opener(visibility) };
    };
    const record =
      (await findBegun(records, fingerprint, { client, progress, replaced })) ??
      (replaced !== undefined ? await replace(client, replaced, { path, sizeBytes }) : undefined) ??
      (await makeDraft({ client, video: await describeNew(), progress, signal }));
    await records.add(fingerprint, record);
    await sendFile({
      client,
      path,
      url: record.uploadUrl,
      signal,
      onProgress: (sent, total) => progress.update(sent, total),
      onRetry: ({ error, delayMs }) =>
        progress.say(`${error.message} Trying again in ${Math.max(1, Math.round(delayMs / 1000))} s.`),
    });
    progress.end();
    await records.remove(fingerprint);
    const { videoId } = record;
    const address = `${account.url}/watch/${videoId}`;
    if (values.wait) await showProcessing({ client, videoId, signal, progress });
    const video = await client.videos.get(videoId, signal);
    if (values.json) terminal.out(`${JSON.stringify({ id: videoId, url: address, state: video.state })}\n`);
    else terminal.out(`${address}\n`);
    return 0;
  },
};

/** `KINORA_VIDEO_PASSWORD` alone implies nothing: it may stand there for other films. */
function impliedBy(values: CommandInput['values']): Visibility {
  if (values['password-file'] !== undefined) return 'password';
  return values.list === undefined ? 'public' : 'members';
}

/** What plays goes on until the file is processed; title and all else of the video stay. */
async function replace(
  client: Client,
  videoId: string,
  { path, sizeBytes }: { path: string; sizeBytes: number },
): Promise<UploadRecord> {
  const { upload: begun } = await client.videos.replaceFile(videoId, { fileName: basename(path), sizeBytes });
  return { videoId, uploadUrl: begun.url };
}

function assertNothingElse(values: CommandInput['values']): void {
  const given = ['title', 'description', 'tag', 'visibility', ...Object.keys(VISIBILITY_OPTIONS)].find(
    (name) => values[name] !== undefined,
  );
  if (given === undefined) return;
  throw new CommandError(`--${given} does not go with --replace: what is said about the video stays.`, { exitCode: 2 });
}

function describe(values: CommandInput['values'], { path, sizeBytes }: { path: string; sizeBytes: number }): NewVideo {
  const description = text(values, 'description');
  const tags = texts(values, 'tag');
  return {
    title: text(values, 'title') ?? titleOf(path),
    ...(description === undefined ? {} : { description }),
    ...(tags.length === 0 ? {} : { tags }),
    fileName: basename(path),
    sizeBytes,
  };
}

function titleOf(path: string): string {
  return basename(path, extname(path)).slice(0, 100) || 'Untitled';
}

async function showProcessing(options: {
  client: Client;
  videoId: string;
  signal: AbortSignal;
  progress: ProgressLine;
}): Promise<void> {
  const { progress } = options;
  let shown = '';
  await waitUntilReady({
    ...options,
    onChange: (processing) => {
      const line = `${processing.state === 'playable' ? 'Plays already; processing' : 'Processing'}: ${Math.floor(encodedShare(processing) * 10) * 10} %`;
      if (line !== shown) progress.say(line);
      shown = line;
    },
  });
}
