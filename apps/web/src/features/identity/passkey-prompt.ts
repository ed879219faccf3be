import { client } from '../../app/client.ts';

/** The person closed what the browser showed, or had nothing to show. */
export class PromptClosed extends Error {}
/** The device has one for this account. */
export class PasskeyKnown extends Error {}

/** Browsers offer passkeys at https and on the machine itself, and never at a bare address. */
export function passkeysWork(): boolean {
  const bare = /^[\d.]+$|^\[/.test(location.hostname);
  return isSecureContext && !bare && typeof PublicKeyCredential === 'function';
}

export async function showPasskey(): Promise<unknown> {
  return promptForPasskey(await client.passkeys.ask());
}

export async function promptForPasskey(options: Record<string, unknown>): Promise<unknown> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const optionsJSON = options as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  return startAuthentication({ optionsJSON }).catch(explain);
}

export async function makePasskey(options: Record<string, unknown>): Promise<unknown> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const optionsJSON = options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'];
  return startRegistration({ optionsJSON }).catch(explain);
}

function explain(error: unknown): never {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') throw new PasskeyKnown(undefined, { cause: error });
  if (name === 'NotAllowedError' || name === 'AbortError') throw new PromptClosed(undefined, { cause: error });
  throw error;
}
