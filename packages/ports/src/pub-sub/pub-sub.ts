/**
 * Wake-ups between processes: fire and forget. A message reaches the subscribers that are connected now, in the order
 * of one publisher, or nobody. Nothing may depend on arrival: whoever listens also polls. Messages are at most 4 KiB
 * (ids, not content).
 */
export interface PubSub {
  publish(channel: string, message: string): Promise<void>;
  /** Resolves once the subscription is active. `onGap` is called after a reconnect: messages may have been missed. */
  subscribe(
    channel: string,
    listener: (message: string) => void,
    options?: { onGap?: () => void },
  ): Promise<{ unsubscribe(): Promise<void> }>;
  close(): Promise<void>;
}

export const MAX_PUBSUB_BYTES = 4 * 1024;

/** Throws when a message is too long for the weakest engine. */
export function assertPubSubMessage(message: string): void {
  const bytes = Buffer.byteLength(message);
  if (bytes > MAX_PUBSUB_BYTES)
    throw new RangeError(`A message of ${bytes} bytes is too long: send an id and let the listener read the rest.`);
}
