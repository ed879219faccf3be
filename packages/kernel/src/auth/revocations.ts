import type { PubSub } from '@kinora/ports';
import { type Loop, startLoop } from '../lifecycle/loop.ts';
import type { Log } from '../log/log.ts';

export interface RevocationEntry {
  accountId: string;
  /** Empty when all sessions with an epoch below `epoch` are meant. */
  sessionId: string;
  epoch: number;
}

export interface Revocations {
  isRevoked(holder: { accountId: string; sessionId: string; epoch: number }): boolean;
  /** Called for each new entry, so that sockets and caches can let go. */
  onRevoked(listener: (entry: RevocationEntry) => void): void;
  stop(): Promise<void>;
}

export const REVOCATIONS_CHANNEL = 'identity.revocations';
const POLL_MS = 500;
/** Access tokens live five minutes, media tokens longer; entries are kept for the longest. */
const KEEP_MS = 25 * 60 * 60 * 1000;

/** Follows identity's list of what has been revoked: polled each 500 ms, woken at once by PubSub. */
export async function followRevocations(options: {
  since: (version: bigint) => Promise<{ version: bigint; entries: RevocationEntry[] }>;
  pubSub: PubSub;
  log: Log;
}): Promise<Revocations> {
  let version = 0n;
  const sessions = new Map<string, number>();
  const epochs = new Map<string, { epoch: number; at: number }>();
  const listeners: ((entry: RevocationEntry) => void)[] = [];

  const loop: Loop = startLoop({
    name: 'revocations',
    log: options.log,
    idleMs: POLL_MS,
    run: async () => {
      const answer = await options.since(version);
      if (answer.version === version) return false;
      version = answer.version;
      const now = Date.now();
      for (const entry of answer.entries) {
        if (entry.sessionId) sessions.set(entry.sessionId, now);
        else epochs.set(entry.accountId, { epoch: entry.epoch, at: now });
        for (const listener of listeners) listener(entry);
      }
      for (const [id, at] of sessions) if (at < now - KEEP_MS) sessions.delete(id);
      for (const [id, { at }] of epochs) if (at < now - KEEP_MS) epochs.delete(id);
      return false;
    },
  });
  const subscription = await options.pubSub.subscribe(REVOCATIONS_CHANNEL, () => loop.wake(), {
    onGap: () => loop.wake(),
  });

  return {
    isRevoked({ accountId, sessionId, epoch }) {
      return sessions.has(sessionId) || epoch < (epochs.get(accountId)?.epoch ?? 0);
    },
    onRevoked(listener) {
      listeners.push(listener);
    },
    async stop() {
      await subscription.unsubscribe();
      await loop.stop();
    },
  };
}
