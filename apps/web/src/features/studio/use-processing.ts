import type { Processing, Tagged } from '@kinora/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';

const EVERY_MS = 1000;

export function isOver(processing: Processing): boolean {
  if (processing.next && processing.next.state !== 'failed') return false;
  if (processing.state === 'failed') return true;
  return processing.state === 'ready' && processing.stages.every((stage) => stage.state === 'done');
}

/** Each second, by ETag: an answer is sent only when something changed. */
export function useProcessing(videoId: string): Processing | null {
  const key = ['processing', videoId];
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Tagged<Processing>> => {
      const before = queryClient.getQueryData<Tagged<Processing>>(key);
      const answer = await client.videos.processing(videoId, { etag: before?.value ? before.etag : null, signal });
      return answer.value === null && before ? before : answer;
    },
    refetchInterval: ({ state }) => (state.data?.value && isOver(state.data.value) ? false : EVERY_MS),
    staleTime: 0,
  });
  const state = query.data?.value?.state;
  const next = query.data?.value?.next?.state ?? null;
  // Lists and the video itself say more once a state is reached.
  useEffect(() => {
    if (state === undefined) return;
    void queryClient.invalidateQueries({ queryKey: ['video', videoId] });
    if (state === 'ready' || state === 'failed') void queryClient.invalidateQueries({ queryKey: ['my-videos'] });
    if (state === 'ready' || state === 'playable')
      void queryClient.invalidateQueries({ queryKey: ['videos', 'public'] });
  }, [state, videoId]);
  useEffect(() => {
    // What was made plays by now, or was given up.
    if (next === null) void queryClient.invalidateQueries({ queryKey: ['video', videoId] });
  }, [next, videoId]);
  return query.data?.value ?? null;
}
