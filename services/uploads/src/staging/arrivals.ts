import { Bell } from '@kinora/kernel';

/** Lets readers of an upload wait for its next bytes. */
export class Arrivals {
  readonly #bells = new Map<string, Bell>();

  tell(uploadId: string): void {
    this.#bells.get(uploadId)?.ring();
  }

  async next(uploadId: string, signal: AbortSignal): Promise<void> {
    const bell = this.#bells.get(uploadId) ?? new Bell();
    this.#bells.set(uploadId, bell);
    await bell.next(signal);
    if (bell.waiting === 0) this.#bells.delete(uploadId);
  }
}
