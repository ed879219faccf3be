import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type Client, createClient, isTransient, retryDelayMs, type Visibility } from '@kinora/sdk';
import { accountAuth } from '../account-auth.ts';
import { type Command, CommandError, type CommandInput, text, texts } from '../command.ts';
import { CredentialsFile, configDirectory } from '../credentials.ts';
import { ProgressLine } from '../upload/progress-line.ts';
import { sendFile } from '../upload/send-file.ts';
import { fingerprintOf, type UploadRecord, UploadRecords } from '../upload/upload-records.ts';
import { encodedShare, waitUntilReady } from '../upload/wait-until-ready.ts';

const VISIBILITIES = ['public', 'unlisted', 'private'];
const GIVE_UP_AFTER_MS = 3_600_000;

export const upload: Command = {
  name: 'upload',
  summary: 'Upload a film; the same command goes on where it was interrupted.',
  usage: 'FILE [--title TITLE | --replace ID] [--wait] [--json]',
  options: {
    title: { type: 'string', help: 'Default: the name of the file.' },
    description: { type: 'string', help: 'What its page says.' },
    tag: { type: 'string', multiple: true, help: 'Once for each tag.' },
    visibility: { type: 'string', help: 'public, unlisted or private. Default: public.' },
    replace: { type: 'string', help: 'The id of a video of yours whose file it takes the place of.' },
    wait: { type: 'boolean', help: 'Until all of it has been processed.' },
    json: { type: 'boolean', help: 'Print the result as JSON.' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const { values, positionals, environment, terminal, signal } = input;
    const path = positionals[0] ?? '';
    const sizeBytes = await sizeOf(path);
    const visibility = visibilityOf(text(values, 'visibility'));
    const replaced = text(values, 'replace');
    if (replaced !== undefined) assertNothingElse(values);
    const file = new CredentialsFile(environment);
    const account = await file.read();
    const client = createClient({ baseUrl: account.url, auth: accountAuth(file) });
    const records = new UploadRecords(configDirectory(environment));
    const fingerprint = await fingerprintOf(path, account);
    const progress = new ProgressLine(terminal);
    const record =
      (await known(records, fingerprint, { client, progress, replaced })) ??
      (replaced !== undefined ? await replace(client, replaced, { path, sizeBytes }) : undefined) ??
      (await draft({ input, client, path, sizeBytes, visibility, progress }));
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

async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      error.code === 'ENOENT' ? `${path} does not exist.` : `${path} cannot be read (${error.code}).`,
      { cause: error },
    );
  });
  if (!stats.isFile()) throw new CommandError(`${path} is not a file.`);
  if (stats.size === 0) throw new CommandError(`${path} is empty.`);
  return stats.size;
}

function visibilityOf(given: string | undefined): Visibility {
  if (given === undefined) return 'public';
  if (VISIBILITIES.includes(given)) return given as Visibility;
  throw new CommandError(`--visibility is ${given}: it takes public, unlisted or private.`, { exitCode: 2 });
}

/** An upload of this very file that has begun and that the server still has. */
async function known(
  records: UploadRecords,
  fingerprint: string,
  { client, progress, replaced }: { client: Client; progress: ProgressLine; replaced: string | undefined },
): Promise<UploadRecord | undefined> {
  const record = await records.find(fingerprint);
  if (!record || (replaced !== undefined && record.videoId !== replaced)) return undefined;
  try {
    await client.uploads.offset(record.uploadUrl);
    progress.say('Going on with the upload that was interrupted.');
    return record;
  } catch (error) {
    // Away for now: sending waits for it.
    if (isTransient(error)) return record;
    if (!(error instanceof ApiError) || ![403, 404, 410].includes(error.status)) throw error;
    await records.remove(fingerprint);
    return undefined;
  }
}

async function draft(options: {
  input: CommandInput;
  client: Client;
  path: string;
  sizeBytes: number;
  visibility: Visibility;
  progress: ProgressLine;
}): Promise<UploadRecord> {
  const { client, path, sizeBytes, visibility, progress } = options;
  const { values, signal } = options.input;
  const description = text(values, 'description');
  const tags = texts(values, 'tag');
  const idempotencyKey = randomUUID();
  const since = Date.now();
  for (let failures = 0; ; failures++) {
    try {
      const video = await client.videos.create(
        {
          title: text(values, 'title') ?? titleOf(path),
          ...(description === undefined ? {} : { description }),
          ...(tags.length === 0 ? {} : { tags }),
          visibility,
          fileName: basename(path),
          sizeBytes,
        },
        { idempotencyKey, signal },
      );
      return { videoId: video.id, uploadUrl: video.upload.url };
    } catch (error) {
      if (signal.aborted || !isTransient(error) || Date.now() - since > GIVE_UP_AFTER_MS) throw error;
      const delayMs = retryDelayMs(failures, error);
      progress.say(`${(error as Error).message} Trying again in ${Math.max(1, Math.round(delayMs / 1000))} s.`);
      await delay(delayMs, undefined, { signal });
    }
  }
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
  const given = ['title', 'description', 'tag', 'visibility'].find((name) => values[name] !== undefined);
  if (given === undefined) return;
  throw new CommandError(`--${given} does not go with --replace: what is said about the video stays.`, { exitCode: 2 });
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
