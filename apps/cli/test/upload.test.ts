import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CredentialsFile } from '../src/credentials.ts';
import { formatBytes, formatDuration, ProgressLine } from '../src/upload/progress-line.ts';
import { answer, bodyOf, run, serve, temporaryDirectory, tokens } from './harness.ts';

interface Trouble {
  /** Called before each PATCH; answers true when it has dealt with the request itself. */
  before?(count: number, request: IncomingMessage, response: ServerResponse): boolean;
}

/** A server that speaks as much of the API as one upload needs. */
async function uploadServer(t: TestContext, trouble: Trouble = {}) {
  const state = {
    received: Buffer.alloc(0),
    drafts: [] as Record<string, unknown>[],
    patches: 0,
    gone: false,
    lists: ['Crew', 'Friends'],
  };
  const url = await serve(t, async (request, response) => {
    const tus = { 'tus-resumable': '1.0.0' };
    if (request.method === 'POST' && request.url === '/api/v1/videos') {
      state.drafts.push(JSON.parse((await bodyOf(request)).toString()));
      state.gone = false;
      return answer(response, 201, { id: `v${state.drafts.length}`, upload: { url: '/api/v1/uploads/u' } });
    }
    if (request.method === 'POST' && request.url === '/api/v1/videos/v9/replacement') {
      state.drafts.push(JSON.parse((await bodyOf(request)).toString()));
      return answer(response, 201, { upload: { url: '/api/v1/uploads/u' } });
    }
    if (request.url === '/api/v1/uploads/u') {
      if (state.gone) return answer(response, 404, { code: 'uploads.not_found', detail: 'It is gone.' });
      if (request.method === 'HEAD') {
        const size = String(state.drafts.at(-1)?.sizeBytes);
        response.writeHead(200, { ...tus, 'upload-offset': String(state.received.length), 'upload-length': size });
        return response.end() as never;
      }
      state.patches++;
      if (trouble.before?.(state.patches, request, response)) return;
      assert.equal(Number(request.headers['upload-offset']), state.received.length);
      for await (const part of request) state.received = Buffer.concat([state.received, part as Buffer]);
      response.writeHead(204, { ...tus, 'upload-offset': String(state.received.length) });
      return response.end() as never;
    }
    if (request.url === '/api/v1/me/viewer-lists')
      return answer(response, 200, { items: state.lists.map((name) => ({ id: `list of ${name}`, name })) });
    if (request.url?.endsWith('/processing')) return answer(response, 200, processing);
    answer(response, 200, { id: 'v1', state: 'ready' });
  });
  return { url, state };
}

let processing: Record<string, unknown> = {};

async function film(t: TestContext, url: string) {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  await new CredentialsFile({ XDG_CONFIG_HOME }).write(url, tokens('1') as never);
  const path = join(XDG_CONFIG_HOME, 'My film.mp4');
  const content = randomBytes(3_000_000);
  await writeFile(path, content);
  return { path, content, environment: { XDG_CONFIG_HOME } };
}

test('a film arrives whole, with what was said about it', async (t) => {
  const { url, state } = await uploadServer(t);
  const { path, content, environment } = await film(t, url);
  const args = [
    'upload',
    path,
    '--description',
    'About',
    '--tag',
    'a',
    '--tag',
    'b',
    '--visibility',
    'private',
    '--json',
  ];
  const { code, out, err } = await run(args, environment);
  assert.equal(code, 0, err);
  assert.deepEqual(JSON.parse(out), { id: 'v1', url: `${url}/watch/v1`, state: 'ready' });
  assert.ok(state.received.equals(content));
  assert.deepEqual(state.drafts, [
    {
      title: 'My film',
      description: 'About',
      tags: ['a', 'b'],
      visibility: 'private',
      fileName: 'My film.mp4',
      sizeBytes: content.length,
    },
  ]);
});

test('a password comes from a file, standard input or the environment, and is kept nowhere', async (t) => {
  const kept: string[] = [];
  const { url, state } = await uploadServer(t, {
    // While it is under way there is most to remember.
    before: () => {
      const directory = join(environment.XDG_CONFIG_HOME, 'kinora');
      for (const file of readdirSync(directory, { recursive: true, withFileTypes: true }))
        if (file.isFile()) kept.push(readFileSync(join(file.parentPath, file.name), 'utf8'));
      return false;
    },
  });
  const { path, environment } = await film(t, url);
  const secret = join(environment.XDG_CONFIG_HOME, 'secret');
  await writeFile(secret, 'open sesame\r\n');
  const fields = () => {
    const { visibility, password, viewerListId } = state.drafts.at(-1) ?? {};
    state.received = Buffer.alloc(0);
    return { visibility, password, viewerListId };
  };
  const opened = { visibility: 'password', password: 'open sesame', viewerListId: undefined };
  const upload = async (args: string[], more: NodeJS.ProcessEnv = {}) => {
    const { code, err } = await run(['upload', path, ...args], { ...environment, ...more });
    assert.equal(code, 0, err);
    return fields();
  };
  assert.deepEqual(await upload(['--password-file', secret]), opened, 'it says who may watch');
  assert.deepEqual(await upload(['--visibility', 'password'], { KINORA_VIDEO_PASSWORD: 'open sesame' }), opened);
  assert.deepEqual(
    await upload([], { KINORA_VIDEO_PASSWORD: 'open sesame' }),
    { visibility: 'public', password: undefined, viewerListId: undefined },
    'what the environment says is for films that are to have one',
  );
  const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [program, 'upload', path, '--password-file', '-'], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end('open sesame\n');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  assert.deepEqual(fields(), opened);
  assert.ok(kept.some((content) => content.includes('/api/v1/uploads/u')));
  assert.ok(kept.every((content) => !content.includes('sesame')));
});

test('a film is shown to the members of a list, and who may watch is said once and for all of it', async (t) => {
  const { url, state } = await uploadServer(t);
  const { path, environment } = await film(t, url);
  const short = join(environment.XDG_CONFIG_HOME, 'short');
  await writeFile(short, 'short');
  assert.equal((await run(['upload', path, '--list', 'Crew'], environment)).code, 0);
  const [draft] = state.drafts;
  assert.deepEqual([draft?.visibility, draft?.viewerListId], ['members', 'list of Crew']);
  for (const [args, code, sentence] of [
    [['--list', 'Family'], 1, /no list called Family\. Yours are: Crew, Friends\./],
    [['--visibility', 'members'], 2, /needs --list/],
    [['--visibility', 'password'], 2, /needs --password-file or KINORA_VIDEO_PASSWORD/],
    [['--password', 'open sesame'], 2, /Unknown option '--password'/],
    [['--password-file', short], 1, /at least 6 signs/],
    [['--password-file', `${short}er`], 1, /cannot be read from .* \(ENOENT\)/],
    [['--list', 'Crew', '--visibility', 'public'], 2, /--list goes with visibility members/],
    [['--list', 'Crew', '--password-file', short], 2, /--list goes with visibility members/],
    [['--visibility', 'secret'], 2, /it takes public, unlisted, private, password or members\./],
    [['--replace', 'v9', '--list', 'Crew'], 2, /--list does not go with --replace/],
  ] as const) {
    const answer = await run(['upload', path, ...args], environment);
    assert.equal(answer.code, code, args.join(' '));
    assert.match(answer.err, sentence);
  }
  state.lists = [];
  assert.match((await run(['upload', path, '--list', 'Crew'], environment)).err, /nor any other/);
  assert.equal(state.drafts.length, 1, 'nothing was begun');
});

test('it goes on after a refusal that asks to wait and after a connection that was cut', async (t) => {
  const { url, state } = await uploadServer(t, {
    before(count, request, response) {
      if (count === 1) {
        request.resume();
        answer(response, 503, { code: 'uploads.owner_changes', detail: 'Its owner changes.' }, { 'retry-after': '1' });
        return true;
      }
      if (count === 2) request.socket.destroy();
      return count === 2;
    },
  });
  const { path, content, environment } = await film(t, url);
  const { code, err } = await run(['upload', path], environment);
  assert.equal(code, 0, err);
  assert.ok(state.received.equals(content));
  assert.match(err, /Its owner changes\. Trying again in \d+ s\./);
});

test('a second run of the same command goes on with the same video', async (t) => {
  let refuse = true;
  const { url, state } = await uploadServer(t, {
    before(_count, request, response) {
      if (!refuse) return false;
      request.resume();
      answer(response, 413, { code: 'uploads.too_large', detail: 'Too large for now.' });
      return true;
    },
  });
  const { path, content, environment } = await film(t, url);
  const first = await run(['upload', path], environment);
  assert.equal(first.code, 1);
  assert.match(first.err, /Too large for now\.\n$/);
  refuse = false;
  state.received = content.subarray(0, 1_000_000);
  const second = await run(['upload', path], environment);
  assert.equal(second.code, 0, second.err);
  assert.match(second.err, /Going on/);
  assert.equal(state.drafts.length, 1);
  assert.ok(state.received.equals(content));
});

test('what the server no longer has is begun anew', async (t) => {
  const { url, state } = await uploadServer(t, {
    before: (count, _request, response) => {
      if (count > 1) return false;
      answer(response, 413, { detail: 'Not now.' });
      return true;
    },
  });
  const { path, content, environment } = await film(t, url);
  assert.equal((await run(['upload', path], environment)).code, 1);
  state.gone = true;
  assert.equal((await run(['upload', path], environment)).code, 0);
  assert.equal(state.drafts.length, 2);
  assert.ok(state.received.equals(content));
});

test('waiting ends with the sentence of the failure and an exit code', async (t) => {
  processing = {
    state: 'failed',
    renditions: [],
    failure: { code: 'no_video', message: 'There is no picture in it.' },
  };
  const { url } = await uploadServer(t);
  const { path, environment } = await film(t, url);
  const { code, err } = await run(['upload', path, '--wait'], environment);
  assert.equal(code, 1);
  assert.match(err, /There is no picture in it\.\n$/);
});

test('the line of progress has percent, speed and time left, and a resumed upload does not count as fast', () => {
  let nowMs = 0;
  const lines: string[] = [];
  const line = new ProgressLine({ out() {}, err: (text) => void lines.push(text), isTty: false }, () => nowMs);
  line.update(50_000_000, 100_000_000);
  nowMs = 2000;
  line.update(60_000_000, 100_000_000);
  assert.equal(lines.at(-1), '60 %  60.0 MB of 100 MB  5.0 MB/s  8 s left\n');
  assert.equal(formatBytes(999), '999 B');
  assert.equal(formatDuration(3725), '1 h 2 min');
});

test('a film takes the place of the file of a video, and says nothing about the video', async (t) => {
  const { url, state } = await uploadServer(t);
  const { path, content, environment } = await film(t, url);
  const refused = await run(['upload', path, '--replace', 'v9', '--title', 'Other'], environment);
  assert.deepEqual([refused.code, state.drafts.length], [2, 0]);
  const { code, out } = await run(['upload', path, '--replace', 'v9'], environment);
  assert.deepEqual([code, out], [0, `${url}/watch/v9\n`]);
  assert.deepEqual(state.drafts, [{ fileName: 'My film.mp4', sizeBytes: content.length }]);
  assert.ok(state.received.equals(content));
});
