const ATTEMPTS = 3;
const FIRST_DELAY_MS = 500;
/** Who has played so much of a film since the last failure is past what was broken. */
const PAST_S = 5;

/**
 * Decides how often media that cannot be decoded are loaded anew. What counts is whether playing got on in between, and not
 * where it failed: an element that has failed does not say where it was.
 */
export class MediaFailures {
  #count = 0;
  /** Where it plays from without an interruption; undefined while it does not. */
  #fromS: number | undefined;

  /** One more: after how many milliseconds to load anew, or null when that has been tried often enough. */
  next(): number | null {
    this.interrupted();
    this.#count += 1;
    if (this.#count > ATTEMPTS) return null;
    return this.#count === 1 ? 0 : FIRST_DELAY_MS * 2 ** (this.#count - 2);
  }

  /** Playing begins or goes on at a time of the film. */
  playing(atS: number): void {
    this.#fromS ??= atS;
  }

  /** The film is at this time now. */
  moved(atS: number): void {
    if (this.#fromS !== undefined && atS - this.#fromS > PAST_S) this.#count = 0;
  }

  /** It is sought in, stopped or loaded: a later time is no progress. */
  interrupted(): void {
    this.#fromS = undefined;
  }

  /** Somebody asks for another try. */
  forget(): void {
    this.#count = 0;
  }
}
