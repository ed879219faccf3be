import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TokenPair } from '@kinora/sdk';
import { CommandError } from './command.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

export interface Credentials {
  url: string;
  email: string;
  refreshToken: string;
  accessToken: string;
  /** RFC 3339. */
  expiresAt: string;
}

/** A holder that ended without removing its lock is passed over after so long: a refresh takes less. */
const LOCK_STALE_MS = 30_000;

export function configDirectory(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'kinora');
}

/** The file with the tokens of the account that is logged in. */
export class CredentialsFile {
  readonly path: string;

  constructor(environment: NodeJS.ProcessEnv) {
    this.path = join(configDirectory(environment), 'credentials.json');
  }

  /** Throws a sentence when nobody is logged in. */
  async read(): Promise<Credentials> {
    let content: string;
    try {
      content = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new CommandError('Nobody is logged in here: type kinora login first.', { cause: error });
    }
    try {
      const credentials = JSON.parse(content) as Partial<Credentials>;
      if (credentials.url && credentials.refreshToken) return credentials as Credentials;
    } catch {
      // The sentence below says what to do.
    }
    throw new CommandError(`${this.path} is damaged: type kinora login again.`);
  }

  async write(url: string, tokens: TokenPair): Promise<void> {
    const { refreshToken, accessToken, expiresAt, account } = tokens;
    const credentials: Credentials = { url, email: account.email, refreshToken, accessToken, expiresAt };
    await writeFileAtomically(this.path, `${JSON.stringify(credentials, null, 2)}\n`);
  }

  /**
   * Runs `work` while no other kinora of this user does: a refresh token serves once, and using an old one ends them
   * all.
   */
  async withLock<T>(work: () => Promise<T>): Promise<T> {
    const lock = `${this.path}.lock`;
    await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
    for (;;) {
      try {
        await (await open(lock, 'wx', 0o600)).close();
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const age = Date.now() - (await stat(lock).then(({ mtimeMs }) => mtimeMs, Date.now));
        if (age > LOCK_STALE_MS) await rm(lock, { force: true });
        else await delay(50);
      }
    }
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  }
}
