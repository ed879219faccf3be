import { apiErrorFrom } from './api-error.ts';
import type { AccessToken, Account } from './identity.ts';
import type { AnonymousTransport, Auth, AuthFactory } from './transport.ts';

export interface SessionAuthOptions {
  /** There is known to be no session, until `reset`. */
  nobody?: boolean;
  /** Whose session it is: called after each purchase, with null when there is no session. */
  onAccount?: (account: Account | null) => void;
}

/**
 * For browsers: the HttpOnly session cookie buys access tokens, which are kept in memory, bought again before they
 * end, and at most one purchase is under way at a time.
 */
export function sessionAuth(options: SessionAuthOptions = {}): AuthFactory {
  return (transport) => new SessionAuth(transport, options);
}

interface Held {
  token: string;
  /** By this machine's clock. */
  freshUntilMs: number;
}

class SessionAuth implements Auth {
  readonly #transport: AnonymousTransport;
  readonly #options: SessionAuthOptions;
  #held: Held | 'nobody' | null;
  #purchase: Promise<string | null> | null = null;
  #epoch = 0;

  constructor(transport: AnonymousTransport, options: SessionAuthOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#held = options.nobody ? 'nobody' : null;
  }

  async accessToken(): Promise<string | null> {
    if (this.#held === 'nobody') return null;
    if (this.#held && Date.now() < this.#held.freshUntilMs) return this.#held.token;
    return this.#buy();
  }

  async renewed(refused: string): Promise<string | null> {
    // Somebody else may have renewed it while this request was under way.
    if (this.#held !== null && this.#held !== 'nobody' && this.#held.token !== refused) return this.#held.token;
    return this.#buy();
  }

  reset(): void {
    this.#held = null;
    this.#purchase = null;
    this.#epoch += 1;
  }

  #buy(): Promise<string | null> {
    if (this.#purchase !== null) return this.#purchase;
    const epoch = this.#epoch;
    const purchase = this.#fetchToken(epoch).finally(() => {
      if (this.#purchase === purchase) this.#purchase = null;
    });
    this.#purchase = purchase;
    return purchase;
  }

  async #fetchToken(epoch: number): Promise<string | null> {
    const response = await this.#transport.send('/tokens/access', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { accept: 'application/json' },
    });
    if (response.status === 204 || response.status === 401) {
      await response.body?.cancel();
      if (epoch === this.#epoch) {
        this.#held = 'nobody';
        this.#options.onAccount?.(null);
      }
      return null;
    }
    if (!response.ok) throw await apiErrorFrom(response);
    const bought = (await response.json()) as AccessToken;
    if (epoch === this.#epoch) {
      this.#held = { token: bought.accessToken, freshUntilMs: freshUntilMs(bought.expiresAt, response) };
      this.#options.onAccount?.(bought.account);
    }
    return bought.accessToken;
  }
}

const MARGIN_MS = 30_000;

/** Lifetimes are measured by the server's clock, so that a wrong local clock does not make every token look spent. */
export function freshUntilMs(expiresAt: string, response: Response): number {
  const serverNow = Date.parse(response.headers.get('date') ?? '');
  const lifetimeMs = Date.parse(expiresAt) - (Number.isNaN(serverNow) ? Date.now() : serverNow);
  return Date.now() + Math.max(0, lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 4));
}
