import type { Channel, MyChannel } from '@kinora/sdk';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';
import { useAccount } from '../../app/use-session.ts';

export function useMyChannels() {
  const account = useAccount();
  return useQuery({
    queryKey: ['my-channels', account?.id],
    queryFn: ({ signal }) => client.channels.mine(signal),
    enabled: account !== null,
    staleTime: 60_000,
  });
}

/** Where a video of this channel may go: to channels of the same owner, whom only that owner knows. */
export function useChannelsBeside(id: string | undefined): MyChannel[] {
  const owned = (useMyChannels().data ?? []).filter(({ role }) => role === 'owner');
  return owned.some((channel) => channel.id === id) ? owned : [];
}

export const mayPublishIn = ({ role }: MyChannel) => role === 'owner' || role === 'editor';

export function useChannel(handle: string) {
  return useQuery({
    queryKey: ['channel', handle],
    queryFn: ({ signal }) => client.channels.get(`@${handle}`, signal),
  });
}

/** After an edit, everywhere that the channel is shown. */
export async function channelChanged(channel: Channel, formerHandle: string): Promise<void> {
  queryClient.setQueriesData<MyChannel[]>({ queryKey: ['my-channels'] }, (list) =>
    list?.map((one) => (one.id === channel.id ? { ...one, ...channel } : one)),
  );
  queryClient.removeQueries({ queryKey: ['channel', formerHandle] });
  queryClient.setQueryData(['channel', channel.handle], channel);
  await queryClient.invalidateQueries({ queryKey: ['videos'] });
}
