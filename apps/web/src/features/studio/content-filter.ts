import type { MyVideoFilter, VideoState, Visibility } from '@kinora/sdk';
import { oneOf, wordsOf } from '../../app/search-params.ts';

export const CONTENT_SORTS = ['newest', 'oldest', 'title', 'views', 'size'] as const;
export type ContentSort = (typeof CONTENT_SORTS)[number];

const STATES: VideoState[] = ['draft', 'uploading', 'processing', 'playable', 'ready', 'failed'];
const VISIBILITIES: Visibility[] = ['public', 'unlisted', 'private', 'password', 'members'];

/** What the address of the content page says. */
export interface ContentSearch {
  q?: string | undefined;
  state?: VideoState | undefined;
  visibility?: Visibility | undefined;
  sort?: ContentSort | undefined;
}

export function toContentSearch(search: Record<string, unknown>): ContentSearch {
  return {
    q: wordsOf(search.q),
    state: oneOf(STATES, search.state),
    visibility: oneOf(VISIBILITIES, search.visibility),
    sort: oneOf(CONTENT_SORTS, search.sort),
  };
}

const ORDERS = {
  newest: {},
  oldest: { sort: 'date', order: 'asc' },
  title: { sort: 'title', order: 'asc' },
  views: { sort: 'views' },
  size: { sort: 'size' },
} as const satisfies Record<ContentSort, MyVideoFilter>;

export function toFilter({ q, state, visibility, sort = 'newest' }: ContentSearch): MyVideoFilter {
  return { title: q, state, visibility, ...ORDERS[sort] };
}

export { STATES as CONTENT_STATES, VISIBILITIES as CONTENT_VISIBILITIES };
