import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IdentityContext } from './context.ts';
import { newOpaqueToken } from './domain/opaque-token.ts';

/**
 * Until there is an administrator each start offers a new one-time link. Its token is written where only the operator
 * can read it: the launcher prints the link from there, it never enters the log.
 */
export async function offerSetupLink(context: IdentityContext): Promise<void> {
  const path = join(context.app.dataDir, 'setup-token');
  const token = newOpaqueToken('setup');
  if (await context.accounts.offerSetup(token)) {
    await mkdir(context.app.dataDir, { recursive: true });
    await writeFile(path, `${token}\n`, { mode: 0o600 });
  } else {
    await rm(path, { force: true });
  }
}
