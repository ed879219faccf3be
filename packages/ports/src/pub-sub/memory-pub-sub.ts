import { AsyncLocalStorage } from 'node:async_hooks';
import { assertPubSubMessage, type PubSub } from './pub-sub.ts';

/** Wake-ups inside one process. Nothing is ever missed here, so `onGap` is never called. */
export function createMemoryPubSub(options: { onListenerError?: (error: unknown) => void } = {}): PubSub {
  return new MemoryPubSub(options.onListenerError ?? reportLater);
}

class MemoryPubSub implements PubSub {
  readonly #listeners = new Map<string, Set<{ call: (message: string) => void }>>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  async publish(channel: string, message: string): Promise<void> {
    assertPubSubMessage(message);
    const present = [...(this.#listeners.get(channel) ?? [])];
    // Later, as with a network between: a publisher never runs inside its listeners.
    queueMicrotask(() => {
      for (const listener of present) {
        try {
          listener.call(message);
        } catch (error) {
          this.#onListenerError(error);
        }
      }
    });
  }

  async subscribe(channel: string, listener: (message: string) => void): Promise<{ unsubscribe(): Promise<void> }> {
    // In the context of the subscriber: a publisher's request or transaction is not the listener's.
    const own = { call: AsyncLocalStorage.bind(listener) };
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(own));
    return {
      unsubscribe: async () => {
        // A message under way is for those who listen when it arrives.
        own.call = () => {};
        listeners.delete(own);
        if (listeners.size === 0 && this.#listeners.get(channel) === listeners) this.#listeners.delete(channel);
      },
    };
  }

  async close(): Promise<void> {
    for (const listeners of this.#listeners.values()) for (const listener of listeners) listener.call = () => {};
    this.#listeners.clear();
  }
}

/** A listener's mistake is the listener's: it surfaces as an uncaught error instead of reaching the publisher. */
function reportLater(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
