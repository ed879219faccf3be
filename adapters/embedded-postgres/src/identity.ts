import { type SpawnOptions, spawnSync } from 'node:child_process';
import { chown, lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresRefusal } from './refusal.ts';

/** `nobody`: it needs no new account, and PostgreSQL refuses an id without an entry in passwd. */
const NOBODY = 65534;

/**
 * How PostgreSQL, which refuses to run as root, is started.
 * - `direct`: we are a normal user.
 * - `namespace`: we are root; inside a user namespace the same files belong to `nobody`, so everything stays ours outside.
 * - `nobody`: we are root and may not make namespaces, as in most containers; PostgreSQL runs as `nobody` on data that
 *   belongs to it, and keeps the right to pass through private directories above, where setpriv can leave it that.
 */
export interface Identity {
  mode: 'direct' | 'namespace' | 'nobody';
  /** Owner of data and sockets as the file system sees it, or undefined when it is ourselves. */
  owner: number | undefined;
  /** Command line and options that run `argv` under this identity; the process started keeps its pid. */
  wrap(argv: string[]): { command: string; args: string[]; options: Pick<SpawnOptions, 'uid' | 'gid'> };
}

const NAMESPACE = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/** Without the secure bit the right would not count in access(2), with which PostgreSQL looks for its own program. */
const PASSING_THROUGH = [
  ...['--securebits', '+no_setuid_fixup', '--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'],
  ...['--inh-caps', '+dac_override,+dac_read_search', '--ambient-caps', '+dac_override,+dac_read_search'],
];

export function chooseIdentity(options: { mode?: Identity['mode'] } = {}): Identity {
  const mode = options.mode ?? detectMode();
  const passing = mode === 'nobody' && succeeds('setpriv', [...PASSING_THROUGH, '--', 'true']);
  return {
    mode,
    owner: mode === 'nobody' ? NOBODY : undefined,
    wrap: ([command = '', ...args]) => {
      if (mode === 'namespace')
        return { command: 'unshare', args: [...NAMESPACE, '--', command, ...args], options: {} };
      if (passing) return { command: 'setpriv', args: [...PASSING_THROUGH, '--', command, ...args], options: {} };
      if (mode === 'nobody') return { command, args, options: { uid: NOBODY, gid: NOBODY } };
      return { command, args, options: {} };
    },
  };
}

function detectMode(): Identity['mode'] {
  if (process.getuid?.() !== 0) return 'direct';
  return succeeds('unshare', [...NAMESPACE, '--', 'true']) ? 'namespace' : 'nobody';
}

function succeeds(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 5000 }).status === 0;
}

/** The directory alone: everything in it is made or taken by whoever uses it. */
export async function takeDirectory(path: string, identity: Identity): Promise<void> {
  const wanted = identity.owner ?? 0;
  if (process.getuid?.() === 0 && (await lstat(path)).uid !== wanted) await chown(path, wanted, wanted);
}

/** Gives `path` and everything below it to the identity's owner, when another mode has run here before. */
export async function takeOwnership(path: string, identity: Identity): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const wanted = identity.owner ?? 0;
  if ((await lstat(path)).uid === wanted) return;
  await changeOwner(path, wanted);
}

async function changeOwner(path: string, owner: number): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await changeOwner(child, owner);
    else await lchown(child, owner, owner);
  }
  // The directory itself comes last: its owner says that the whole tree is done.
  await chown(path, owner, owner);
}

/** Refuses early, in one sentence, when `nobody` cannot reach what it has to run. */
export function assertReachable(
  identity: Identity,
  paths: { postgres: string; data: string; env: NodeJS.ProcessEnv },
): void {
  if (identity.mode !== 'nobody') return;
  const can = (argv: string[]) => {
    const { command, args, options } = identity.wrap(argv);
    return spawnSync(command, args, { ...options, stdio: 'ignore', timeout: 5000, env: paths.env }).status === 0;
  };
  if (!can([paths.postgres, '--version']))
    throw new EmbeddedPostgresRefusal(
      `The embedded PostgreSQL cannot run as root here (user namespaces are refused), and user ${NOBODY} cannot reach ${paths.postgres}. ` +
        'Run Kinora as a normal user, or set DATABASE_URL.',
    );
  if (!can(['/bin/sh', '-c', 'cd "$1" && test -w .', 'sh', paths.data]))
    throw new EmbeddedPostgresRefusal(
      `The embedded PostgreSQL cannot run as root here (user namespaces are refused), and user ${NOBODY} cannot reach ${paths.data}. ` +
        'Run Kinora as a normal user, choose a data directory that is not below a private one, or set DATABASE_URL.',
    );
}
