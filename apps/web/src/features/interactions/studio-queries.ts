import type { ChannelCommentFilter } from '@kinora/sdk';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';

const KEY = ['channel-comments'];
const more = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
};

export function useChannelComments(filter: ChannelCommentFilter) {
  return useInfiniteQuery({
    queryKey: [...KEY, filter],
    queryFn: ({ pageParam, signal }) =>
      client.comments.inMyChannels({ limit: 30, cursor: pageParam, ...filter, signal }),
    ...more,
    // Others comment all the time.
    refetchOnMount: 'always',
  });
}

export function readChannelCommentsAgain(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: KEY });
}

export function useCommentSettings(channelId: string) {
  return useQuery({
    queryKey: ['comment-settings', channelId],
    queryFn: ({ signal }) => client.comments.settings(channelId, signal),
  });
}

const blockedKey = (channelId: string) => ['blocked-people', channelId];

export function useBlockedPeople(channelId: string) {
  return useInfiniteQuery({
    queryKey: blockedKey(channelId),
    queryFn: ({ pageParam, signal }) => client.comments.blockedPeople(channelId, { cursor: pageParam, signal }),
    ...more,
    refetchOnMount: 'always',
  });
}

export function readBlockedPeopleAgain(channelId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: blockedKey(channelId) });
}

export function useModerationActs(channelId: string) {
  return useInfiniteQuery({
    queryKey: ['moderation-acts', channelId],
    queryFn: ({ pageParam, signal }) => client.comments.moderationActs(channelId, { cursor: pageParam, signal }),
    ...more,
    refetchOnMount: 'always',
  });
}
