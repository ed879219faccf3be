import type { VideoSort } from '@kinora/sdk';

/** What the page of a channel shows; left out is what it begins with. */
export interface ChannelSearch {
  sort?: Exclude<VideoSort, 'newest'> | undefined;
  tab?: 'about' | undefined;
}

export function toChannelSearch({ sort, tab }: Record<string, unknown>): ChannelSearch {
  return {
    sort: sort === 'popular' || sort === 'oldest' ? sort : undefined,
    tab: tab === 'about' ? tab : undefined,
  };
}
