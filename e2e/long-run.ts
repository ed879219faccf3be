import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const RESULT = new URL('../docs/long-run.md', import.meta.url);
const HEAD = '# The last long run\n\nWritten by `npm run test:long`; each suite replaces its own part.\n';

/** Puts what a suite has found in the place of what it found the last time. */
export async function recordLongRun(suite: string, lines: readonly string[]): Promise<void> {
  const { stdout: commit } = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD']);
  const when = `${new Date().toISOString().slice(0, 10)}, commit ${commit.trim()}.`;
  const part = `## ${suite}\n\n${when}\n\n${lines.map((line) => `* ${line}\n`).join('')}`;
  const [, ...parts] = (await readFile(RESULT, 'utf8')).split(/^(?=## )/m);
  const others = parts.filter((each) => !each.startsWith(`## ${suite}\n`)).map((each) => each.trimEnd());
  const all = [...others, part.trimEnd()].sort();
  await writeFile(RESULT, `${[HEAD.trimEnd(), ...all].join('\n\n')}\n`);
}
