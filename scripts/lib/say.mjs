/** What cannot go on without the person: one sentence with what to type. */
export class Stop extends Error {
  name = 'Stop';
}

const started = performance.now();

/** One line about a step, with the seconds since the command began. */
export function say(text) {
  process.stdout.write(`  ${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}\n`);
}

/** Runs `main`; a Stop is its sentence and exit code 1. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Stop ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
