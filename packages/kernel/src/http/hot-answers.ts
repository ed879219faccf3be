import type { FastifyReply } from 'fastify';
import { etagOf, hasAlready } from './etag.ts';

/** An answer as it is sent, with what its reader has to know of it. */
export interface HotAnswer<Of> {
  of: Of;
  json: Buffer;
  etag: string;
}

interface Kept<Of> {
  answer: Promise<HotAnswer<Of> | undefined>;
  until: number;
}

/**
 * Answers that many ask for at the same moment and that are alike for all of them, kept ready to be sent. Who asks while
 * one is made waits for that one. Nothing is older than `keepMs`, and nothing that was read before `forget` is given to
 * those who ask after it: a process that has just changed something answers with the change.
 */
export class HotAnswers<Of = undefined> {
  readonly #keepMs: number;
  readonly #most: number;
  #kept = new Map<string, Kept<Of>>();

  constructor(options: { keepMs: number; most: number }) {
    this.#keepMs = options.keepMs;
    this.#most = options.most;
  }

  /**
   * Undefined where `make` says so: there is nothing that may be shared. What is `moving` goes to those who wait for it
   * now, and is made anew for the next.
   */
  get(
    key: string,
    make: () => Promise<{ of: Of; body: unknown; moving?: boolean } | undefined>,
  ): Promise<HotAnswer<Of> | undefined> {
    const known = this.#kept.get(key);
    if (known && known.until > Date.now()) return known.answer;
    const kept: Kept<Of> = { answer: Promise.resolve(undefined), until: Date.now() + this.#keepMs };
    kept.answer = make().then((made) => {
      if (made?.moving) kept.until = 0;
      return made && toAnswer(made);
    });
    this.#keep(key, kept);
    return kept.answer;
  }

  forget(): void {
    this.#kept = new Map();
  }

  #keep(key: string, kept: Kept<Of>): void {
    const into = this.#kept;
    into.delete(key);
    into.set(key, kept);
    // The oldest first: a Map keeps the order of insertion.
    for (const oldest of into.keys()) {
      if (into.size <= this.#most) break;
      into.delete(oldest);
    }
    kept.answer.catch(() => {
      if (into.get(key) === kept) into.delete(key);
    });
  }
}

function toAnswer<Of>({ of, body }: { of: Of; body: unknown }): HotAnswer<Of> {
  const json = Buffer.from(JSON.stringify(body));
  return { of, json, etag: etagOf(json) };
}

/** As `withEtag` answers it, without making it again. */
export function sendHot(answer: HotAnswer<unknown>, ifNoneMatch: string | undefined, reply: FastifyReply): unknown {
  reply.header('etag', answer.etag);
  reply.header('cache-control', 'private, no-cache');
  if (hasAlready(ifNoneMatch, answer.etag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(answer.json);
}
