import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import {
  makeFilm,
  type Person,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';

const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';
const EXAMPLES = '40';
/** They end the session that all the others need. */
const WITHOUT = ['deleteSession', 'changePassword', 'updateAccount'];

let platform: TestPlatform;
let person: Person;
let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kinora-schemathesis-'));
  platform = await startPlatform({ shape: 'one' });
  person = await registerAccount(platform, { setupToken: await platform.setupToken() });
});
after(async () => {
  await platform?.stop();
  await rm(directory, { recursive: true, force: true });
});

test('whatever an administrator asks is answered as described', { timeout: 300_000 }, async () => {
  const { client } = person;
  const { id } = await uploadFilm(client, await makeFilm());
  await waitForState(client, id, 'ready');
  const [channel] = await client.channels.mine();
  const token = await client.accessToken();
  await ask(['--header', `Authorization: Bearer ${token}`], `[parameters]\n"path.id" = ["${id}", "${channel?.id}"]\n`);
});

test('whatever a visitor asks is answered as described', { timeout: 300_000 }, async () => {
  await ask([], '');
});

async function ask(args: string[], settings: string): Promise<void> {
  const config = join(directory, 'schemathesis.toml');
  const common = await readFile(new URL('./schemathesis.toml', import.meta.url), 'utf8');
  await writeFile(config, `${settings}${common}`);
  const program = process.env.SCHEMATHESIS_PATH ?? 'schemathesis';
  const run = ['run', `${platform.url}/api/openapi.json`, '--checks', CHECKS, '--phases', 'coverage,fuzzing'];
  const options = ['--max-examples', EXAMPLES, '--seed', '1', '--suppress-health-check', 'all', '--no-color'];
  const left = WITHOUT.flatMap((name) => ['--exclude-operation-id', name]);
  const child = spawn(program, ['--config-file', config, ...run, ...options, ...left, ...args], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  const [code, output] = await Promise.all([exited, text(child.stdout)]);
  assert.equal(code, 0, output);
  const [, tested = '0'] = /Tested: (\d+)/.exec(output) ?? [];
  assert.ok(Number(tested) > 50, `${tested} operations were asked`);
}
