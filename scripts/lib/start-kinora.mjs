import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWeb } from './build-web.mjs';
import { findNode24, ROOT } from './find-programs.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { installFfmpeg } from './install-ffmpeg.mjs';
import { runMain } from './say.mjs';

/** A later start compiles nothing. */
const COMPILE_CACHE = join(ROOT, '.cache/compile');

/** Installs and builds what is missing, then runs Kinora until it ends. `--split`: a process per service. */
export function startKinora(args) {
  return runMain(async () => {
    const help = args.includes('--help');
    await installDependencies();
    const node = findNode24();
    if (!help) {
      await installFfmpeg();
      await buildWeb(node);
    }
    const split = args.includes('--split');
    const main = join(ROOT, 'apps/server/src', split ? 'split/main.ts' : 'main.ts');
    const rest = args.filter((arg) => arg !== '--split');
    process.exitCode = await runServer(node, [...nodeArguments(), main, ...rest]);
  });
}

/** Above all a young generation of 4 MiB: V8's default keeps 50 MB that an idle server does not use. */
function nodeArguments() {
  return JSON.parse(readFileSync(join(ROOT, 'apps/server/node-arguments.json'), 'utf8'));
}

/** For glibc, which else keeps memory in a pool per thread that nothing uses any more: 13 MiB of an idle server. */
function environment() {
  return JSON.parse(readFileSync(join(ROOT, 'apps/server/environment.json'), 'utf8'));
}

/**
 * In a process group of its own: Ctrl+C in a terminal goes to the whole group, npm passes it on once more, and the
 * server takes a second one as "at once". It hears of our end by the closed channel.
 */
function runServer(node, args) {
  return new Promise((resolve) => {
    const child = spawn(node, args, {
      cwd: ROOT,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached: true,
      env: {
        ...environment(),
        ...process.env,
        LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || COMPILE_CACHE,
      },
    });
    let passedAt = -1000;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        if (performance.now() - passedAt < 500) return;
        passedAt = performance.now();
        child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
      });
    }
    child.once('error', (error) => {
      process.stderr.write(`Node does not start: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
