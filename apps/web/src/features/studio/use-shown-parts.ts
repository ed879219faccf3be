import type { Trim } from '@kinora/sdk';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';

/** Which parts of the film the edition that plays shows; waits while it is not known which one that is. */
export function useShownParts(videoId: string, edition: string | undefined): UseQueryResult<Trim> {
  return useQuery({
    queryKey: ['trim', videoId, edition],
    queryFn: ({ signal }) => client.videos.trim(videoId, signal),
    enabled: edition !== undefined,
    // They never change. Asked again when the next edition is made and does not play yet, they would be those of that one.
    staleTime: Number.POSITIVE_INFINITY,
  });
}
