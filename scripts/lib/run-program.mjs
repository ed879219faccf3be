import { spawn, spawnSync } from 'node:child_process';
import { say } from './say.mjs';

/** Runs a program with its output shown; answers its exit code, or 128 and more for a signal. */
export function runProgram(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.once('error', (error) => {
      process.stderr.write(`${command} does not start: ${error.message}\n`);
      resolve(127);
    });
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** A sign of life each ten seconds while `work` lasts. */
export async function withSignOfLife(text, work) {
  const since = performance.now();
  const timer = setInterval(() => say(`${text} (${Math.round((performance.now() - since) / 1000)} s)`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
