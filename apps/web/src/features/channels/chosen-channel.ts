import type { MyChannel } from '@kinora/sdk';
import { useSyncExternalStore } from 'react';
import { mayPublishIn, useMyChannels } from './queries.ts';

const KEY = 'kinora.channel';
const listeners = new Set<() => void>();

/** This browser remembers in which channel its person works. */
export function chooseChannel(id: string): void {
  localStorage.setItem(KEY, id);
  for (const listener of listeners) listener();
}

export function chosenChannelId(): string | null {
  return localStorage.getItem(KEY);
}

/** The channel of the studio: the one that was chosen, or the first. */
export function useStudioChannel(): MyChannel | undefined {
  const channels = useMyChannels().data;
  const chosen = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, chosenChannelId);
  return channels?.find(({ id }) => id === chosen) ?? channels?.[0];
}

/** Where uploads go: into the channel of the studio, or into the first where nothing may be published in that one. */
export function usePublishingChannel(): MyChannel | undefined {
  const channels = useMyChannels().data;
  const channel = useStudioChannel();
  return channel && !mayPublishIn(channel) ? channels?.find(mayPublishIn) : channel;
}
