import type { Bell, FollowedChannel, Page, Subscription } from '@kinora/sdk';
import { useToast } from '@kinora/ui';
import { type InfiniteData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { useSession } from '../../app/use-session.ts';

const PAGE = 24;
const OWN = ['subscriptions'];

/** Who asks is part of the key: what one account follows is not what the next one does. */
function useKey(channelId: string) {
  const session = useSession();
  return ['subscription', channelId, session.state === 'known' ? session.account.id : null];
}

export function useSubscription(channelId: string) {
  const session = useSession();
  return useQuery({
    queryKey: useKey(channelId),
    queryFn: ({ signal }) => client.subscriptions.get(channelId, signal),
    enabled: session.state !== 'unknown',
  });
}

/** Follows, or not, at once; what the server refuses is undone and said. Null: no more. */
export function useFollow(channelId: string) {
  const queryKey = useKey(channelId);
  const toast = useToast();
  const describe = useDescribeError();
  return useMutation({
    mutationFn: (bell: Bell | null) =>
      bell === null ? client.subscriptions.unfollow(channelId) : client.subscriptions.follow(channelId, bell),
    onMutate: async (bell) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData<Subscription>(queryKey);
      queryClient.setQueryData<Subscription>(queryKey, after(channelId, before, bell));
      return before;
    },
    onError: (error, _bell, before) => {
      queryClient.setQueryData(queryKey, before);
      toast({ text: describe(error), error: true });
    },
    onSuccess: async (now, bell) => {
      queryClient.setQueryData(queryKey, now);
      patchFollowed(channelId, bell);
      // The feed is another one now.
      await queryClient.invalidateQueries({ queryKey: OWN, refetchType: 'none' });
    },
  });
}

function after(channelId: string, before: Subscription | undefined, bell: Bell | null): Subscription {
  const more = Number(bell !== null) - Number(before?.subscribed ?? false);
  return {
    channelId,
    subscribed: bell !== null,
    bell,
    subscribers: Math.max(0, (before?.subscribers ?? 0) + more),
  };
}

/** In the list of what is followed a channel that was left stays where it is: it may be taken back. */
function patchFollowed(channelId: string, bell: Bell | null): void {
  if (bell === null) return;
  queryClient.setQueriesData<InfiniteData<Page<FollowedChannel>>>({ queryKey: [...OWN, 'channels'] }, (data) => {
    if (!data) return data;
    const patch = (one: FollowedChannel) => (one.channel.id === channelId ? { ...one, bell } : one);
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(patch) })) };
  });
}

export function useFollowedVideos(accountId: string) {
  return useInfiniteQuery({
    queryKey: [...OWN, 'videos', accountId],
    queryFn: ({ pageParam, signal }) => client.subscriptions.videos({ limit: PAGE, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function useFollowedChannels(accountId: string) {
  return useInfiniteQuery({
    queryKey: [...OWN, 'channels', accountId],
    queryFn: ({ pageParam, signal }) => client.subscriptions.list({ limit: 50, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
