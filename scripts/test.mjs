// `npm test`: installs what tests need, runs the groups in order, ends with `N passed, N failed`.
import { buildWeb } from './lib/build-web.mjs';
import { findNode24 } from './lib/find-programs.mjs';
import { installDependencies } from './lib/install-dependencies.mjs';
import { installFfmpeg } from './lib/install-ffmpeg.mjs';
import { installChromium, installPostgres } from './lib/install-test-tools.mjs';
import { runMain, Stop, say } from './lib/say.mjs';
import { add, GROUPS } from './lib/test-groups.mjs';

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

  let total = { passed: 0, failed: 0 };
  const lines = [];
  const failures = [];
  for (const { name, run } of groups) {
    if (total.failed > 0 && !keepGoing) {
      lines.push(`${name.padEnd(10)} not run`);
      continue;
    }
    say(`${name}…`);
    const since = performance.now();
    const counts = await run({ node, environment });
    total = add(total, counts);
    failures.push(...(counts.failures ?? []));
    const seconds = ((performance.now() - since) / 1000).toFixed(1).padStart(6);
    const skipped = counts.skipped ? `, ${counts.skipped} skipped` : '';
    lines.push(`${name.padEnd(10)} ${seconds} s  ${counts.passed} passed, ${counts.failed} failed${skipped}`);
  }
  process.exitCode = total.failed > 0 ? 1 : 0;
  const report = [
    ...(failures.length > 0 ? ['', 'Failed:', ...failures.map((failure) => `  ${failure}`)] : []),
    '',
    ...lines.map((line) => `  ${line}`),
    '',
    `${total.passed} passed, ${total.failed} failed`,
  ];
  process.stdout.write(`${report.join('\n')}\n`);
});

/** Only what the groups need; answers what the tests have to know. */
async function installTools(names, node) {
  const needs = (...groups) => groups.some((group) => names.includes(group));
  const environment = {};
  if (needs('unit', 'e2e', 'browser', 'faults', 'media', 'long')) await installFfmpeg();
  if (needs('unit', 'long')) environment.POSTGRES_BIN = await installPostgres();
  if (needs('e2e', 'browser', 'faults', 'long')) await buildWeb(node);
  if (needs('browser', 'long')) environment.CHROMIUM_PATH = await installChromium(node);
  return environment;
}
