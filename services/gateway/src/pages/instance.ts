import type { Client } from '@connectrpc/connect';
import type { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import type { Log } from '@kinora/kernel';

/** What pages know of the site before they ask. */
export interface Instance {
  name: string;
  logoUrl: string | null;
  accentHue: number | null;
}

const KEEP_MS = 1000;

/** The site's name and looks as identity has them, a second old at most; while it is away, as they were. */
export class InstanceLooks {
  readonly #identity: Client<typeof IdentityService>;
  readonly #log: Log;
  #known: Instance = { name: 'Kinora', logoUrl: null, accentHue: null };
  #asked: Promise<Instance> | undefined;
  #askedAt = 0;

  constructor(options: { identity: Client<typeof IdentityService>; log: Log }) {
    this.#identity = options.identity;
    this.#log = options.log;
  }

  get(): Promise<Instance> {
    if (!this.#asked || Date.now() - this.#askedAt > KEEP_MS) {
      this.#askedAt = Date.now();
      this.#asked = this.#ask();
    }
    return this.#asked;
  }

  async #ask(): Promise<Instance> {
    try {
      const { name, logoPath, accentHue } = await this.#identity.getSite({});
      this.#known = { name, logoUrl: logoPath || null, accentHue: accentHue ?? null };
    } catch (error) {
      this.#log.warn({ err: error }, 'pages are sent with the name and looks that were known before');
    }
    return this.#known;
  }
}
