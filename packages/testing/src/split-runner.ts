import { createLog } from '@kinora/kernel';
import { startSplit } from '@kinora/server';

interface Request {
  id: number;
  do: 'kill' | 'ready' | 'state';
  role?: string;
  signal?: NodeJS.Signals;
}

/** The parent of the split shape for tests: does what it is asked over IPC. */
const log = createLog({ level: 'warn' });
const split = await startSplit({ environment: process.env, log });

process.on('message', (request: Request) => {
  handle(request).then(
    () => process.send?.({ id: request.id, state: state() }),
    (error: unknown) => process.send?.({ id: request.id, error: String(error) }),
  );
});
const stop = () => {
  split.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ err: error }, 'could not stop in order');
      process.exit(1);
    },
  );
};
process.on('SIGTERM', stop);
process.on('disconnect', stop);
process.send?.(state());

async function handle(request: Request): Promise<void> {
  if (request.do === 'state') return;
  const role = split.roles.get(request.role ?? '');
  if (!role) throw new Error(`There is no role ${request.role}.`);
  if (request.do === 'kill') await role.kill(request.signal ?? 'SIGKILL');
  else await role.ready();
}

function state(): object {
  const roles = [...split.roles].map(([name, role]) => [name, { pid: role.pid ?? 0, url: role.url }]);
  return { ready: true, url: split.url, databaseUrl: split.databaseUrl, roles: Object.fromEntries(roles) };
}
