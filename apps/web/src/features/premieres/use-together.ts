import type { VideoDetail } from '@kinora/sdk';
import { useMemo } from 'react';
import { useServerClock } from './server-clock.ts';

export interface Together {
  /** False while it is not known where the others are. */
  isReady: boolean;
  /** Where all are now, in seconds; null where nobody watches together. */
  positionS: (() => number) | null;
}

/** Of a premiere that runs: all see the same moment, by the server's clock. */
export function useTogether(video: VideoDetail | undefined): Together {
  const startedAt = video?.premiere?.startedAt ?? null;
  const { now, isKnown } = useServerClock({ enabled: startedAt !== null });
  return useMemo(() => {
    if (startedAt === null) return { isReady: true, positionS: null };
    const startedMs = Date.parse(startedAt);
    return { isReady: isKnown, positionS: () => Math.max(0, now() - startedMs) / 1000 };
  }, [startedAt, now, isKnown]);
}
