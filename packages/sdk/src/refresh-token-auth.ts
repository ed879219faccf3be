import { apiErrorFrom } from './api-error.ts';
import type { TokenPair } from './identity.ts';
import { freshUntilMs } from './session-auth.ts';
import type { AnonymousTransport, Auth, AuthFactory } from './transport.ts';

export interface RefreshTokenAuthOptions {
  refreshToken: string;
  /** Stores the pair that replaces the last one; awaited before the new access token is used, so none is lost. */
  onTokens: (tokens: TokenPair) => void | Promise<void>;
}

/** For programs: refresh tokens that rotate at each use. */
export function refreshTokenAuth(options: RefreshTokenAuthOptions): AuthFactory {
  return (transport) => new RefreshTokenAuth(transport, options);
}

class RefreshTokenAuth implements Auth {
  readonly #transport: AnonymousTransport;
  readonly #onTokens: RefreshTokenAuthOptions['onTokens'];
  #refreshToken: string;
  #held: { token: string; freshUntilMs: number } | null = null;
  #renewal: Promise<string> | null = null;

  constructor(transport: AnonymousTransport, options: RefreshTokenAuthOptions) {
    this.#transport = transport;
    this.#refreshToken = options.refreshToken;
    this.#onTokens = options.onTokens;
  }

  async accessToken(): Promise<string> {
    if (this.#held && Date.now() < this.#held.freshUntilMs) return this.#held.token;
    return this.#renew();
  }

  async renewed(refused: string): Promise<string> {
    if (this.#held && this.#held.token !== refused) return this.#held.token;
    return this.#renew();
  }

  reset(): void {
    this.#held = null;
  }

  #renew(): Promise<string> {
    this.#renewal ??= this.#rotate().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #rotate(): Promise<string> {
    const response = await this.#transport.send('/tokens/refresh', {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken: this.#refreshToken }),
    });
    if (!response.ok) throw await apiErrorFrom(response);
    const tokens = (await response.json()) as TokenPair;
    this.#refreshToken = tokens.refreshToken;
    await this.#onTokens(tokens);
    this.#held = { token: tokens.accessToken, freshUntilMs: freshUntilMs(tokens.expiresAt, response) };
    return tokens.accessToken;
  }
}
