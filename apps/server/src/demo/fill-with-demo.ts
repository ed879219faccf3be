import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { generateFilm } from '@kinora/ffmpeg';
import { ApiError, type Client, createClient, refreshTokenAuth } from '@kinora/sdk';
import { DEMO_ACCOUNTS, DEMO_FILMS, type DemoFilm } from './films.ts';

export interface DemoOptions {
  /** The edge, as anybody would reach it. */
  url: string;
  /** Where pages are, when that is another address: registering checks Origin. */
  publicUrl: string | undefined;
  dataDir: string;
  signal: AbortSignal;
  films?: readonly DemoFilm[];
  say?: (line: string) => void;
}

/** What has been done so far: a second start goes on where the first one ended. */
interface DemoState {
  password: string;
  /** Titles of the films that play. */
  done: string[];
  /** Drafts that have been made: their ids by title. */
  videos: Record<string, string>;
}

/** Accounts, channels and films, all through the public API. Resolves when every film plays, or at `signal`. */
export async function fillWithDemo(options: DemoOptions): Promise<void> {
  const { signal, films = DEMO_FILMS } = options;
  const say = options.say ?? ((line) => process.stdout.write(`  ${line}\n`));
  const directory = join(options.dataDir, 'demo');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const state = await readState(directory);
  const missing = films.filter((film) => !state.done.includes(film.title));
  try {
    if (missing.length > 0) {
      say(`Demo      making ${missing.length} films; each appears as soon as it plays`);
      const clients = await Promise.all(DEMO_ACCOUNTS.map((account) => logIn(options, account, state.password)));
      for (const film of missing) {
        const client = clients[film.owner];
        if (!client) throw new Error(`The film ${film.title} belongs to no account.`);
        await publish({ film, client, directory, state, signal });
        state.done.push(film.title);
        await writeState(directory, state);
        say(`Demo      ${state.done.length}/${films.length}  ${film.title}`);
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  say(`Demo      log in as ${DEMO_ACCOUNTS.map(({ email }) => email).join(', ')}`);
  say(`          with the password ${state.password}`);
}

async function logIn(
  { url, publicUrl }: DemoOptions,
  account: (typeof DEMO_ACCOUNTS)[number],
  password: string,
): Promise<Client> {
  const { origin } = new URL(publicUrl ?? url);
  const visitor = createClient({
    baseUrl: url,
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), origin } }),
  });
  try {
    await visitor.identity.register({ ...account, password });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'identity.email_taken') throw error;
  }
  const { email } = account;
  const tokens = await visitor.identity.issueTokens({ email, password, deviceName: 'Kinora demo' });
  return createClient({
    baseUrl: url,
    auth: refreshTokenAuth({ refreshToken: tokens.refreshToken, onTokens: () => {} }),
  });
}

async function publish(options: {
  film: DemoFilm;
  client: Client;
  directory: string;
  state: DemoState;
  signal: AbortSignal;
}): Promise<void> {
  const { film, client, directory, state, signal } = options;
  const known = state.videos[film.title];
  if (known) {
    // Cut short the last time: what was begun then is not worth keeping.
    await client.videos.delete(known).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    });
  }
  const path = join(directory, 'film.mp4');
  try {
    const { seconds, width, height, fps, picture } = film;
    await generateFilm({ path, seconds, width, height, fps: String(fps), picture, chordHz: film.chord, signal });
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const { title, description, tags } = film;
      const video = await client.videos.create({
        title,
        description,
        tags,
        visibility: 'public',
        fileName: 'film.mp4',
        sizeBytes: size,
      });
      state.videos[title] = video.id;
      await writeState(directory, state);
      await client.uploads.send({
        url: video.upload.url,
        source: {
          sizeBytes: size,
          async read(start, end) {
            const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
            return new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead);
          },
        },
        signal,
      });
      await untilItPlays(client, video.id, signal);
    } finally {
      await file.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}

async function untilItPlays(client: Client, id: string, signal: AbortSignal): Promise<void> {
  let etag: string | null = null;
  for (;;) {
    const answer = await client.videos.processing(id, { etag, signal });
    etag = answer.etag;
    if (answer.value?.state === 'playable' || answer.value?.state === 'ready') return;
    if (answer.value?.failure) throw new Error(`A film of the demo failed: ${answer.value.failure.message}`);
    await delay(500, undefined, { signal });
  }
}

async function readState(directory: string): Promise<DemoState> {
  try {
    return JSON.parse(await readFile(join(directory, 'state.json'), 'utf8')) as DemoState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const state = { password: randomBytes(9).toString('base64url'), done: [], videos: {} };
    await writeState(directory, state);
    return state;
  }
}

async function writeState(directory: string, state: DemoState): Promise<void> {
  const path = join(directory, 'state.json');
  await writeFile(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
