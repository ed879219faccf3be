import assert from 'node:assert/strict';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CredentialsFile } from '../src/credentials.ts';
import { answer, bodyOf, run, serve, temporaryDirectory, tokens } from './harness.ts';

async function folderOf(t: TestContext, files: Record<string, string>): Promise<string> {
  const folder = await temporaryDirectory(t);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const plan = async (folder: string, args: string[] = []) => {
  const { out, err, code } = await run(['import', folder, '--dry-run', ...args]);
  return { lines: out.trim().split('\n'), err, code };
};

test('films of a folder are found in order, with their captions and what their downloads know of them', async (t) => {
  const folder = await folderOf(t, {
    'Film 10.mp4': 'x',
    'Film 2.mkv': 'x',
    'Film 2.en.vtt': 'WEBVTT',
    'Film 2.pt-BR.srt': '1',
    'below/Winter_in the shed.webm': 'x',
    'below/Winter_in the shed.info.json': JSON.stringify({
      title: 'Winter',
      tags: ['oak', 'oak'],
      upload_date: '20240531',
    }),
    'notes.txt': 'x',
    '.hidden.mp4': 'x',
  });
  const { lines, code } = await plan(folder);
  assert.equal(code, 0);
  assert.deepEqual(lines, [
    'below/Winter_in the shed.webm: "Winter" (private; 2024-05-31; tags oak)',
    'Film 2.mkv: "Film 2" (private; captions en, pt-BR)',
    'Film 10.mp4: "Film 10" (private)',
  ]);
});

test('a table says titles, dates and who may see them, whichever sign separates its columns', async (t) => {
  const folder = await folderOf(t, { 'a.mp4': 'x', 'b.mp4': 'x', 'c.mp4': 'x' });
  const day = new Date('2023-02-01T10:00:00Z');
  await utimes(join(folder, 'c.mp4'), day, day);
  for (const [name, table] of Object.entries({
    'comma.csv': 'file,title,date,tags,visibility\na.mp4,"One, two",2024-05-31,boats;oak,public\nb.mp4,,,,unlisted\n',
    'semicolon.csv':
      '\ufeffFile;Title;Date;Tags;Visibility\r\na.mp4;One, two;2024-05-31;boats,oak;public\r\nb.mp4;;;;unlisted\r\n',
  })) {
    const path = join(folder, name);
    await writeFile(path, table);
    const { lines, err } = await plan(folder, ['--mapping', path, '--file-dates']);
    assert.deepEqual(lines.slice(0, 1), ['a.mp4: "One, two" (public; 2024-05-31; tags boats, oak)'], err);
    assert.match(lines[1] ?? '', /^b\.mp4: "b" \(unlisted; \d{4}-/);
    assert.match(lines[2] ?? '', /^c\.mp4: "c" \(private; 2023-02-01\)$/);
  }
});

test('films of a table are for members of a list or behind a password, each with what opens it', async (t) => {
  const folder = await folderOf(t, { 'a.mp4': 'x', 'b.mp4': 'x', 'c.mp4': 'x' });
  const [table, secret] = [join(folder, 'table.csv'), join(folder, 'secret')];
  await writeFile(table, 'file,visibility\na.mp4,members\nb.mp4,password\n');
  await writeFile(secret, 'open sesame\n');
  const both = ['--mapping', table, '--list', 'Crew', '--password-file', secret];
  const { lines, err } = await plan(folder, both);
  assert.deepEqual(lines, ['a.mp4: "a" (members of Crew)', 'b.mp4: "b" (password)', 'c.mp4: "c" (private)'], err);
  for (const [args, sentence] of [
    [['--mapping', table, '--password-file', secret], /members needs --list/],
    [['--mapping', table, '--list', 'Crew'], /password needs --password-file/],
    [['--list', 'Crew'], /--list goes with visibility members, which is not asked for/],
  ] as const) {
    const answer = await plan(folder, [...args]);
    assert.equal(answer.code, 2);
    assert.match(answer.err, sentence);
  }

  const drafts: Record<string, unknown>[] = [];
  const url = await serve(t, async (request, response) => {
    if (request.url === '/api/v1/me/viewer-lists')
      return answer(response, 200, { items: [{ id: 'l1', name: 'Crew' }] });
    if (request.url === '/api/v1/videos') {
      drafts.push(JSON.parse((await bodyOf(request)).toString()));
      return answer(response, 422, { code: 'kernel.invalid', detail: 'Not now.' });
    }
    answer(response, 404, {});
  });
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  await new CredentialsFile({ XDG_CONFIG_HOME }).write(url, tokens('1') as never);
  await run(['import', folder, ...both], { XDG_CONFIG_HOME });
  assert.deepEqual(
    drafts.map(({ title, visibility, password, viewerListId }) => [title, visibility, password, viewerListId]),
    [
      ['a', 'members', undefined, 'l1'],
      ['b', 'password', 'open sesame', undefined],
      ['c', 'private', undefined, undefined],
    ],
  );
});

test('a mistake in the table is found before anything is sent', async (t) => {
  const folder = await folderOf(t, { 'a.mp4': 'x' });
  const path = join(folder, 'table.csv');
  for (const [table, sentence] of [
    ['title\nOne\n', /has no column "file"/],
    ['file,author\na.mp4,Ann\n', /unknown columns author/],
    ['file,title\n,One\n', /line 2: the column "file" is empty/],
    ['file,title\na.mp4,One\na.mp4,Two\n', /line 3: a\.mp4 was there before/],
    ['file,date\na.mp4,31.5.2024\n', /line 2: "31\.5\.2024" is no date/],
    ['file,date\na.mp4,2999-01-01\n', /is no date/],
    ['file,title\nz.mp4,One\n', /files that are not in .*: z\.mp4/],
    ['file,visibility\na.mp4,secret\n', /visibility "secret"/],
  ] as const) {
    await writeFile(path, table);
    const { err, code } = await plan(folder, ['--mapping', path]);
    assert.equal(code, 1, table);
    assert.match(err, sentence);
  }
  assert.match((await plan(join(folder, 'none'))).err, /is not a folder/);
  assert.match((await plan(await folderOf(t, { 'x.txt': 'x' }))).err, /There is no film/);
});
