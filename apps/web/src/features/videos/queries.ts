import { ApiError, type Page, type VideoCard, type VideoDetail, type VideoFilter, type VideoSort } from '@kinora/sdk';
import { type InfiniteData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';
import { dropGrant, readGrant } from './grants.ts';

const PAGE = 24;

/** Public videos, newest first unless sorted otherwise; of one channel, tag or category where it is named. */
export function usePublicVideos(filter: VideoFilter = {}, sort: VideoSort = 'newest') {
  return useInfiniteQuery({
    queryKey: ['videos', 'public', filter, sort],
    queryFn: ({ pageParam, signal }) => client.videos.list({ limit: PAGE, cursor: pageParam, ...filter, sort, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** One list of many pages; what moved between two requests is shown once. */
export function flatten<T extends { id: string }>(data: InfiniteData<Page<T>, unknown> | undefined): T[] {
  const seen = new Set<string>();
  return (data?.pages ?? []).flatMap((page) =>
    page.items.filter((item) => {
      if (seen.has(item.id)) return false;
      seen.add(item.id);
      return true;
    }),
  );
}

const videoQuery = (id: string) => ({
  queryKey: ['video', id],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const grant = readGrant(id);
    try {
      return await client.videos.get(id, signal, grant);
    } catch (error) {
      // Of a password that is another one now.
      if (isPasswordNeeded(error) && readGrant(id) === grant) dropGrant(id);
      throw error;
    }
  },
});

export function isPasswordNeeded(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'videos.password_needed';
}

/** It asks for no password any more. */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'videos.no_password';
}

const UNFINISHED_MS = 2000;
/** Its page looks by itself when its time comes. */
const ANNOUNCED_MS = 30_000;

/** Asks again while more of the video is to come. */
export function useVideo(id: string) {
  return useQuery({
    ...videoQuery(id),
    refetchInterval: ({ state }) => (state.data ? lookAgainMs(state.data) : false),
    // Another window may have changed it.
    refetchOnWindowFocus: 'always',
  });
}

function lookAgainMs(video: VideoDetail): number | false {
  const isToCome = video.premiere !== null && video.visibility === 'private';
  if (!isToCome && !isSettled(video)) return UNFINISHED_MS;
  // Until it has begun, and until it is over.
  return video.premiere ? ANNOUNCED_MS : false;
}

const WITHOUT_PICTURE_MS = 5000;
/** Older films without a picture will not get one soon. */
const FRESH_MS = 10 * 60_000;

/** The picture of a card; a film that was published moments ago gets its first one while the card is looked at. */
export function useThumbnail({ id, thumbnailUrl, publishedAt, createdAt }: VideoCard): string | null {
  const isFresh = Date.now() - Date.parse(publishedAt ?? createdAt) < FRESH_MS;
  const { data } = useQuery({
    ...videoQuery(id),
    enabled: !thumbnailUrl && isFresh,
    refetchInterval: ({ state }) => (state.data?.thumbnailUrl || state.error ? false : WITHOUT_PICTURE_MS),
  });
  return thumbnailUrl ?? data?.thumbnailUrl ?? null;
}

export function prefetchVideo(id: string): void {
  void queryClient.prefetchQuery(videoQuery(id));
}

export function refetchVideo(id: string): Promise<VideoDetail> {
  return queryClient.fetchQuery({ ...videoQuery(id), staleTime: 0 });
}

/** Where it is shown as well; what went wrong is shown there. */
export function readVideoAgain(id: string): Promise<void> {
  return queryClient.refetchQueries({ queryKey: videoQuery(id).queryKey });
}

export function isSettled(video: VideoDetail): boolean {
  if (video.state === 'failed') return true;
  return video.state === 'ready' && (video.playback?.complete ?? false);
}

/** After a change, in every list that may show the video. */
export async function videoChanged(video: VideoDetail): Promise<void> {
  queryClient.setQueryData(['video', video.id], video);
  const patch = (card: VideoCard) =>
    card.id === video.id ? { ...card, title: video.title, visibility: video.visibility, mature: video.mature } : card;
  queryClient.setQueriesData<InfiniteData<Page<VideoCard>>>({ queryKey: ['videos'] }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(patch) })) } : data,
  );
  await queryClient.invalidateQueries({ queryKey: ['videos'], refetchType: 'none' });
}
