import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './find-programs.mjs';
import { Stop } from './say.mjs';

const PROCESS = join(ROOT, 'packages/testing/src/database-process.ts');

/** One PostgreSQL for all files of a run, which make databases of their own in it, and an empty cluster to copy. */
export async function startTestDatabase(node, environment) {
  const child = fork(PROCESS, [], { execPath: node, execArgv: [], env: { ...process.env, ...environment } });
  const exited = once(child, 'exit');
  const ended = exited.then(() => {
    throw new Stop('The PostgreSQL of the tests does not start: see above.');
  });
  const [{ url, template }] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return {
    environment: { TEST_DATABASE_URL: url, TEST_DATABASE_TEMPLATE: template },
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
