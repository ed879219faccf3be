import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { client } from '../../app/client.ts';

const KEEP_MS = 10 * 60_000;

/**
 * The server's time now, in milliseconds since 1970: clocks of visitors are wrong by seconds or hours. `isKnown` once
 * it has answered, or has not for long enough: then this device's clock is taken.
 */
export function useServerClock({ enabled = true } = {}): { now: () => number; isKnown: boolean } {
  const { data, isPending } = useQuery({
    queryKey: ['clock'],
    queryFn: async ({ signal }) => {
      const askedAt = Date.now();
      const time = await client.instance.time(signal);
      // It was read half of the way there and back ago.
      return time - (askedAt + Date.now()) / 2;
    },
    enabled,
    staleTime: KEEP_MS,
    retry: 1,
  });
  const aheadMs = data ?? 0;
  const now = useCallback(() => Date.now() + aheadMs, [aheadMs]);
  return { now, isKnown: !isPending };
}
