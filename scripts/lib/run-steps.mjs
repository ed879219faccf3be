import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './find-programs.mjs';
import { say } from './say.mjs';

const COUNTER = join(ROOT, 'scripts/lib/count-reporter.mjs');
/** Several files in one process. */
const SHARED = ['--test', '--test-isolation=none', join(ROOT, 'scripts/lib/files-in-suites.mjs')];
/** Far more than the slowest step needs: one that hangs is a failure with its name. */
const LIMIT_MS = 8 * 60_000;

/**
 * A step is a process: a check, which passes or fails by its exit code, or files of tests. They run beside each other,
 * the first ones first. What a step printed is shown when it failed. Answers what became of each; after a failure none
 * begins unless `keepGoing`.
 */
export async function runSteps(steps, { node, environment, lanes, keepGoing }) {
  const directory = mkdtempSync(join(tmpdir(), 'kinora-run-'));
  const waiting = [...steps];
  const results = [];
  const next = () => {
    if (!keepGoing && results.some(({ failed }) => failed > 0)) return undefined;
    return waiting.shift();
  };
  const lane = async (number) => {
    for (let step = next(); step; step = next()) {
      results.push(await runStep(step, { node, environment, counts: join(directory, `${number}.json`) }));
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return results;
}

async function runStep(step, { node, environment, counts }) {
  rmSync(counts, { force: true });
  const startedAt = performance.now();
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...[`--test-reporter=${COUNTER}`, `--test-reporter-destination=${counts}`],
  ];
  const args = step.tests ? [...reporters, ...(step.tests.length > 1 ? SHARED : step.tests)] : step.args;
  const files = step.tests && { TEST_FILES: JSON.stringify(step.tests.map((path) => resolve(ROOT, path))) };
  const { code, output } = await runQuietly(node, args, {
    live: step.live,
    env: { ...process.env, ...environment, ...files, NODE_TEST_CONTEXT: undefined },
  });
  const endedAt = performance.now();
  const counted = step.tests ? readCounts(counts) : undefined;
  const { passed, failed, skipped, failures } = counted ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
  // A check that says no, or a file that ends badly without a failed test of its own.
  const isBad = code !== 0 && failed === 0;
  const result = {
    step,
    startedAt,
    endedAt,
    passed,
    skipped,
    failed: failed + (isBad ? 1 : 0),
    failures: isBad ? [step.name] : (failures ?? []),
  };
  tell(result, output);
  return result;
}

function tell({ step, passed, failed, startedAt, endedAt }, output) {
  const seconds = ((endedAt - startedAt) / 1000).toFixed(1);
  const outcome = step.tests
    ? `${passed} passed${failed > 0 ? `, ${failed} FAILED` : ''}`
    : failed > 0
      ? 'FAILED'
      : 'ok';
  if (failed > 0) process.stdout.write(`\n${output.trimEnd()}\n\n`);
  say(`${step.group.padEnd(9)} ${step.name}: ${outcome} (${seconds} s)`);
}

/** Runs a program and keeps what it prints, or shows it at once. */
function runQuietly(command, args, { live, env }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    const limit = live
      ? undefined
      : setTimeout(() => {
          keep(`\nStopped: it has not ended within ${LIMIT_MS / 60_000} minutes.\n`);
          child.kill('SIGKILL');
        }, LIMIT_MS);
    let code = 127;
    const end = () => {
      clearTimeout(limit);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      keep(`${command} does not start: ${error.message}\n`);
      end();
    });
    child.once('exit', (exitCode) => {
      code = exitCode ?? 143;
      // What a step left behind may hold its output open.
      setTimeout(end, 1000).unref();
    });
    child.once('close', end);
  });
}

function readCounts(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // It ended before it could count.
    return undefined;
  }
}
