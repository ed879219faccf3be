import { ApiError, type Auth, type AuthFactory, retryAfterMs, type TokenPair } from '@kinora/sdk';
import { CommandError } from './command.ts';
import type { CredentialsFile } from './credentials.ts';

/** Renewed so long before its end, so that a request does not meet it on the way. */
const MARGIN_MS = 30_000;

/** Tokens from the file, shared by all that run at the same time: whoever needs a new one first writes it for the rest. */
export function accountAuth(file: CredentialsFile): AuthFactory {
  return (transport): Auth => {
    async function renew(refused: string | null): Promise<string> {
      return file.withLock(async () => {
        const held = await file.read();
        const isFresh = Date.parse(held.expiresAt) - MARGIN_MS > Date.now();
        if (isFresh && held.accessToken !== refused) return held.accessToken;
        const response = await transport.send('/tokens/refresh', {
          method: 'POST',
          headers: { accept: 'application/json', 'content-type': 'application/json' },
          body: JSON.stringify({ refreshToken: held.refreshToken }),
        });
        if (response.status === 401 || response.status === 403) {
          throw new CommandError(`The log-in at ${held.url} has ended: type kinora login again.`);
        }
        if (!response.ok) {
          throw new ApiError({
            status: response.status,
            code: `http.${response.status}`,
            detail: `The server answered ${response.status} when asked for a token.`,
            retryAfterMs: retryAfterMs(response.headers.get('retry-after'), Date.now()),
          });
        }
        const tokens = (await response.json()) as TokenPair;
        await file.write(held.url, tokens);
        return tokens.accessToken;
      });
    }
    return {
      async accessToken() {
        const held = await file.read();
        return Date.parse(held.expiresAt) - MARGIN_MS > Date.now() ? held.accessToken : renew(null);
      },
      renewed: (refused) => renew(refused),
      reset: () => {},
    };
  };
}
