import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { answer, run, serve, temporaryDirectory } from './harness.ts';

test('a worker waits for a server that is away, and ends with one sentence when its token is no longer taken', async (t) => {
  const TMPDIR = await temporaryDirectory(t);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = TMPDIR;
  t.after(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  const answers = [503, 204, 401];
  const tokens: (string | undefined)[] = [];
  const url = await serve(t, (request, response) => {
    tokens.push(request.headers.authorization);
    const status = answers.shift() ?? 500;
    if (status === 204) response.writeHead(204).end();
    else answer(response, status, { code: 'transcoding.worker_unknown', detail: 'This is not the token of a worker.' });
  });
  const { code, err } = await run(['worker', '--url', `${url}/`, '--token', 'knw_revoked', '--slots', '1']);
  assert.equal(code, 1);
  assert.deepEqual(answers, []);
  assert.deepEqual(new Set(tokens), new Set(['Bearer knw_revoked']));
  assert.equal(
    err.trimEnd().split('\n').at(-1),
    `${url} does not take this token: it was revoked, or another server made it. Ask an administrator for a new one.`,
  );
  const [folder = ''] = await readdir(TMPDIR);
  assert.deepEqual(await readdir(join(TMPDIR, folder)), [], 'nothing of its tasks is left on the disk');
});
