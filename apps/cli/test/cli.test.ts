import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { answer, bodyOf, run, serve, temporaryDirectory, tokens } from './harness.ts';

test('each command explains itself', async () => {
  const overview = await run(['--help']);
  assert.equal(overview.code, 0);
  for (const name of ['login', 'upload', 'worker', 'audit', 'events', 'doctor']) {
    assert.match(overview.out, new RegExp(`^ {2}${name} `, 'm'));
    const help = await run([name, '--help']);
    assert.equal(help.code, 0);
    assert.match(help.out, new RegExp(`kinora ${name}`));
  }
});

test('the version is that of the package', async () => {
  const { code, out } = await run(['--version']);
  assert.equal(code, 0);
  assert.match(out, /^kinora \d+\.\d+\.\d+\n$/);
});

const EVENTS = [
  ['events'],
  ['events', 'lost'],
  ['events', 'parked', '0194b1c0-0000-7000-8000-00000000d00d'],
  ['events', 'parked', '--all'],
  ['events', 'replay'],
  ['events', 'replay', 'everything'],
  ['events', 'replay', '0194b1c0-0000-7000-8000-00000000d00d', '--all'],
];

test('what cannot be understood is one sentence and exit code 2', async () => {
  for (const args of [
    ['dance'],
    ['upload'],
    ['upload', 'a', 'b'],
    ['upload', 'a', '--volume=11'],
    ['worker'],
    ...EVENTS,
  ]) {
    const { code, err } = await run(args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /^[^\n]+\n$/, args.join(' '));
  }
});

test('what is parked cannot be read where there is no data, or of a service that hears nothing', async (t) => {
  const DATA_DIR = await temporaryDirectory(t);
  for (const args of [['parked'], ['replay', '--all']]) {
    const { code, out, err } = await run(['events', ...args], { DATA_DIR });
    assert.deepEqual([code, out], [2, '']);
    assert.equal(err, `There is no data of Kinora in ${DATA_DIR}. Name the directory with DATA_DIR.\n`);
  }
  const stranger = await run(['events', 'parked', '--service', 'gateway'], { DATA_DIR });
  assert.equal(stranger.code, 2);
  assert.match(stranger.err, /^There is no service gateway that hears events\. There are .*playback/);
  const away = { DATA_DIR, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' };
  const { code, err } = await run(['events', 'parked'], away);
  assert.equal(code, 2);
  assert.match(err, /^The data cannot be opened: [^\n]*ECONNREFUSED[^\n]*\n$/);
});

test('uploading needs a log-in, and says so', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  const { code, err } = await run(['upload', new URL(import.meta.url).pathname], { XDG_CONFIG_HOME });
  assert.equal(code, 1);
  assert.equal(err, 'Nobody is logged in here: type kinora login first.\n');
});

test('a file that is not there, a folder and an empty value of an option are refused before anything is asked', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  assert.match((await run(['upload', join(XDG_CONFIG_HOME, 'none.mp4')], { XDG_CONFIG_HOME })).err, /does not exist/);
  assert.match((await run(['upload', XDG_CONFIG_HOME], { XDG_CONFIG_HOME })).err, /is not a file/);
  const wrong = await run(['upload', new URL(import.meta.url).pathname, '--visibility', 'secret'], { XDG_CONFIG_HOME });
  assert.equal(wrong.code, 2);
});

test('logging in stores tokens that nobody else can read', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  const asked: unknown[] = [];
  const url = await serve(t, async (request, response) => {
    asked.push([request.url, JSON.parse((await bodyOf(request)).toString())]);
    answer(response, 201, tokens('1'));
  });
  const environment = { XDG_CONFIG_HOME, KINORA_PASSWORD: 'correct horse' };
  const { code, out } = await run(['login', '--url', `${url}/`, '--email', 'a@example.org', '--json'], environment);
  assert.equal(code, 0);
  assert.equal(JSON.parse(out).url, url);
  const [[path, body]] = asked as [[string, { email: string; password: string }]];
  assert.equal(path, '/api/v1/tokens');
  assert.deepEqual([body.email, body.password], ['a@example.org', 'correct horse']);
  const { mode } = await stat(join(XDG_CONFIG_HOME, 'kinora/credentials.json'));
  assert.equal(mode & 0o777, 0o600);
});

test('logging in shows the code of an app where the server asks for one', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  const shown: unknown[] = [];
  const url = await serve(t, async (request, response) => {
    const { challenge, code } = JSON.parse((await bodyOf(request)).toString());
    if (request.url === '/api/v1/tokens')
      return answer(response, 202, { secondStep: { challenge: 'challenge_1', expiresAt: '2026-01-01T00:00:00Z' } });
    shown.push(request.url, challenge, code);
    answer(response, 201, tokens('1'));
  });
  const environment = { XDG_CONFIG_HOME, KINORA_PASSWORD: 'correct horse', KINORA_CODE: '123456' };
  const { code } = await run(['login', '--url', url, '--email', 'a@example.org'], environment);
  assert.equal(code, 0);
  assert.deepEqual(shown, ['/api/v1/tokens/second-step', 'challenge_1', '123456']);
});

test('a refused log-in says what the server said', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  const url = await serve(t, (_request, response) =>
    answer(response, 401, { code: 'identity.wrong_credentials', detail: 'E-mail or password is wrong.' }),
  );
  const environment = { XDG_CONFIG_HOME, KINORA_PASSWORD: 'no' };
  const { code, err } = await run(['login', '--url', url, '--email', 'a@example.org'], environment);
  assert.equal(code, 1);
  assert.equal(err, 'E-mail or password is wrong.\n');
});

test('a server that is away is one sentence', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  const environment = { XDG_CONFIG_HOME, KINORA_PASSWORD: 'x' };
  const { code, err } = await run(['login', '--url', 'http://127.0.0.1:1', '--email', 'a@example.org'], environment);
  assert.equal(code, 1);
  assert.match(err, /^No Kinora answers at http:\/\/127\.0\.0\.1:1: /);
});
