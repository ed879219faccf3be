import type { Account, Proof, Registration } from '@kinora/sdk';
import { client, sessionStore, tellOtherTabs } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';

/** What was loaded for somebody else must not be shown. */
async function become(account: Account | null): Promise<void> {
  sessionStore.set(account);
  await queryClient.resetQueries();
  tellOtherTabs();
}

/** Throws SecondStepNeeded where the account asks for a code besides. */
export async function logIn(credentials: { email: string; password: string }): Promise<void> {
  await become(await client.identity.logIn(credentials));
}

export async function finishLogIn(step: { challenge: string; code: string }): Promise<void> {
  await become(await client.identity.finishLogIn(step));
}

export async function logInWithPasskey(credential: unknown): Promise<void> {
  await become(await client.passkeys.logIn(credential));
}

/** False where somebody has to accept the registration first. */
export async function register(registration: Registration): Promise<boolean> {
  const account = await client.identity.register(registration);
  if (account) await become(account);
  return account !== null;
}

export async function logOut(): Promise<void> {
  await client.identity.logOut();
  queryClient.clear();
  await become(null);
}

/** Has the account deleted after the time of grace, and logs out; answers when. */
export async function leave(proof: Proof): Promise<string> {
  const leavesAt = await client.identity.leave(proof);
  queryClient.clear();
  await become(null);
  return leavesAt;
}

/** Keeps it after all. */
export async function stay(): Promise<void> {
  await become(await client.identity.stay());
}
