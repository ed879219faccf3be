import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

interface Result {
  step: { name: string };
  passed: number;
  failed: number;
  skipped: number;
  failures: string[];
}

const { runSteps } = (await import(new URL('../lib/run-steps.mjs', import.meta.url).href)) as {
  runSteps(steps: object[], options: object): Promise<Result[]>;
};

const FILES = {
  good: `test('it holds', () => {}); test('not here', { skip: true }, () => {});`,
  bad: `describe('of a group', () => { test('it holds', () => {}); test('it does not', () => assert.ok(false)); });`,
  broken: `import './nowhere.mjs';`,
  killed: `process.kill(process.pid, 'SIGKILL');`,
};

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kinora-steps-'));
  for (const [name, text] of Object.entries(FILES)) {
    await writeFile(
      join(directory, `${name}.test.mjs`),
      `import assert from 'node:assert/strict';\nimport { describe, test } from 'node:test';\n${text}\n`,
    );
  }
});
after(() => rm(directory, { recursive: true, force: true }));

const file = (name: keyof typeof FILES) => ({ group: 'unit', name, tests: [join(directory, `${name}.test.mjs`)] });
const together = (...names: (keyof typeof FILES)[]) => ({
  group: 'unit',
  name: names.join('+'),
  tests: names.map((name) => join(directory, `${name}.test.mjs`)),
});
const check = (name: string, code: number) => ({ group: 'lint', name, args: ['-e', `process.exit(${code})`] });
const run = (steps: object[], options: { keepGoing?: boolean; lanes?: number } = {}) =>
  runSteps(steps, { node: process.execPath, environment: {}, lanes: 2, keepGoing: true, ...options });

test('each step is counted, whichever way it fails, and failures have names', async () => {
  const steps = [file('good'), file('bad'), file('broken'), file('killed'), check('fine', 0), check('wrong', 1)];
  const results = await run(steps);
  const counts = results.map(({ step, passed, failed, skipped }) => [step.name, { passed, failed, skipped }]);
  assert.deepEqual(Object.fromEntries(counts), {
    good: { passed: 1, failed: 0, skipped: 1 },
    bad: { passed: 1, failed: 1, skipped: 0 },
    broken: { passed: 0, failed: 1, skipped: 0 },
    killed: { passed: 0, failed: 1, skipped: 0 },
    fine: { passed: 1, failed: 0, skipped: 0 },
    wrong: { passed: 0, failed: 1, skipped: 0 },
  });
  const failures = results.flatMap((result) => result.failures);
  assert.equal(failures.length, 4);
  assert.ok(failures.some((failure) => failure.endsWith('bad.test.mjs: it does not')));
});

test('after a failure nothing begins, unless all of them are wanted', async () => {
  const steps = [file('bad'), check('fine', 0)];
  assert.equal((await run(steps, { keepGoing: false, lanes: 1 })).length, 1);
  assert.equal((await run(steps, { lanes: 1 })).length, 2);
});

test('files that share a process are counted together, and one that cannot be read fails them', async () => {
  const results = await run([together('good', 'bad'), together('good', 'broken'), together('good', 'killed')]);
  const counts = Object.fromEntries(results.map(({ step, passed, failed }) => [step.name, { passed, failed }]));
  assert.deepEqual(counts['good+bad'], { passed: 2, failed: 1 });
  assert.ok((counts['good+broken']?.failed ?? 0) > 0);
  assert.ok((counts['good+killed']?.failed ?? 0) > 0);
  const [failure] = results.find(({ step }) => step.name === 'good+bad')?.failures ?? [];
  assert.match(failure ?? '', /bad\.test\.mjs: it does not$/);
});
