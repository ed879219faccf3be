import { spawn } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import type { Binaries } from './binaries.ts';
import type { Identity } from './identity.ts';
import { EmbeddedPostgresRefusal } from './refusal.ts';

/** Makes the cluster aside and moves it into place whole: a start that was killed half-way leaves nothing behind. */
export async function initialiseCluster(options: {
  binaries: Binaries;
  identity: Identity;
  cluster: string;
  env: NodeJS.ProcessEnv;
}): Promise<void> {
  const aside = `${options.cluster}.new`;
  await rm(aside, { recursive: true, force: true });
  const arguments_ = [
    ...['-D', aside, '-U', 'kinora', '--encoding=UTF8', '--no-instructions', '--no-locale'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    // Whoever can enter the socket's directory may connect: that is the owner alone.
    ...['--auth-local=trust', '--auth-host=reject', '--sync-method=syncfs'],
  ];
  const { command, args, options: identity } = options.identity.wrap([options.binaries.initdb, ...arguments_]);
  const child = spawn(command, args, { ...identity, env: options.env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    await rm(aside, { recursive: true, force: true });
    throw new EmbeddedPostgresRefusal(
      `The embedded PostgreSQL could not be set up in ${options.cluster}: ${output.trim().slice(-2000)}`,
    );
  }
  await rename(aside, options.cluster);
}
