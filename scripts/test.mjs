// `npm test`: installs what tests need, runs the groups, ends with `N passed, N failed`.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildWeb } from './lib/build-web.mjs';
import { findNode24, ROOT } from './lib/find-programs.mjs';
import { installDependencies } from './lib/install-dependencies.mjs';
import { installFfmpeg } from './lib/install-ffmpeg.mjs';
import { installChromium, installPostgres, installSchemathesis } from './lib/install-test-tools.mjs';
import { runSteps } from './lib/run-steps.mjs';
import { runMain, Stop } from './lib/say.mjs';
import { startTestDatabase } from './lib/test-database.mjs';
import { GROUPS, stepsOf } from './lib/test-groups.mjs';

/** Hundreds of processes load the same modules. */
const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/node-compile');

const USAGE = `Groups: ${GROUPS.map(({ name }) => name).join(', ')}. With --keep-going all run, also after a failure.`;

await runMain(async () => {
  const args = process.argv.slice(2);
  const keepGoing = args.includes('--keep-going');
  const names = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.filter((arg) =>
    arg.startsWith('--') ? arg !== '--keep-going' : !GROUPS.some(({ name }) => name === arg),
  );
  if (unknown.length > 0) throw new Stop(`There is no group ${unknown.join(', ')}. ${USAGE}`);
  const groups = GROUPS.filter(({ name, asked }) => (names.length > 0 ? names.includes(name) : !asked));

  await installDependencies();
  const node = findNode24();
  const environment = await installTools(
    groups.map(({ name }) => name),
    node,
  );

  const steps = stepsOf(groups);
  const database = steps.some(({ group, tests }) => tests && group !== 'media')
    ? await startTestDatabase(node, environment)
    : undefined;
  Object.assign(environment, database?.environment);
  // What was asked for alone is watched alone. With more lanes than processors films and pages miss their time limits.
  const lanes = groups.every(({ asked }) => asked) ? 1 : availableParallelism();
  let results;
  try {
    results = await runSteps(steps, { node, environment, lanes, keepGoing });
  } finally {
    await database?.stop();
  }
  report(groups, steps, results);
});

function report(groups, steps, results) {
  const sum = (of, key) => of.reduce((total, result) => total + result[key], 0);
  const failures = results.flatMap((result) => result.failures);
  const lines = groups.map(({ name }) => {
    const own = results.filter(({ step }) => step.group === name);
    const left = steps.filter(({ group }) => group === name).length - own.length;
    const seconds = (sum(own, 'endedAt') - sum(own, 'startedAt')) / 1000;
    return [
      `  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s  ${sum(own, 'passed')} passed, ${sum(own, 'failed')} failed`,
      ...(sum(own, 'skipped') > 0 ? [`${sum(own, 'skipped')} skipped`] : []),
      ...(left > 0 ? [`${left} not run`] : []),
    ].join(', ');
  });
  const failed = sum(results, 'failed');
  process.exitCode = failed > 0 ? 1 : 0;
  const text = [
    ...(failures.length > 0 ? ['', 'Failed:', ...failures.map((failure) => `  ${failure}`)] : []),
    '',
    ...lines,
    '',
    `${sum(results, 'passed')} passed, ${failed} failed`,
  ];
  process.stdout.write(`${text.join('\n')}\n`);
}

/** Once, and not by each of the first dozens of processes for itself. */
function compileServer(node, environment) {
  const args = ['--input-type=module', '--eval', "await import('@kinora/server'); await import('@kinora/testing')"];
  return promisify(execFile)(node, args, { cwd: ROOT, env: { ...process.env, ...environment } });
}

/** Only what the groups need; answers what the tests have to know. */
async function installTools(names, node) {
  const needs = (...groups) => groups.some((group) => names.includes(group));
  const environment = { NODE_COMPILE_CACHE: COMPILE_CACHE };
  if (needs('unit', 'e2e', 'browser', 'split', 'faults', 'media', 'api', 'long')) await installFfmpeg();
  if (needs('unit', 'long')) environment.POSTGRES_BIN = await installPostgres();
  if (needs('e2e', 'split', 'browser', 'faults', 'media', 'api', 'long')) {
    await buildWeb(node);
    await compileServer(node, environment);
  }
  if (needs('e2e', 'split', 'browser', 'media', 'long')) environment.CHROMIUM_PATH = await installChromium(node);
  if (needs('api')) environment.SCHEMATHESIS_PATH = await installSchemathesis();
  return environment;
}
