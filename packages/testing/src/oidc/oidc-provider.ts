import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('./oidc-process.mjs', import.meta.url));

export interface ProviderPerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

export interface OidcProvider extends AsyncDisposable {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Whoever comes from now on is this person. */
  become(person: ProviderPerson): Promise<void>;
}

/** An OpenID provider that we did not write (oidc-provider), in a process of its own; it asks for PKCE. */
export async function startOidcProvider(redirectUri: string): Promise<OidcProvider> {
  const client = { clientId: 'kinora', clientSecret: 'a secret of both' };
  const child = fork(PROCESS, [JSON.stringify(client)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--no-warnings'],
  });
  const listening = new Promise<number>((resolve) => {
    child.once('message', ({ port }: { port: number }) => resolve(port));
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The provider ended while it started (${code}).`);
  });
  const port = await Promise.race([listening, ended]);
  ended.catch(() => {});
  await tell(child, { redirectUri });
  return {
    issuer: `http://127.0.0.1:${port}`,
    ...client,
    become: (person) => tell(child, { person }),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function tell(child: ChildProcess, message: object): Promise<void> {
  const id = crypto.randomUUID();
  const done = new Promise<void>((resolve) => {
    const listen = (answer: { done?: string }) => {
      if (answer.done !== id) return;
      child.off('message', listen);
      resolve();
    };
    child.on('message', listen);
  });
  child.send({ id, ...message });
  await done;
}
