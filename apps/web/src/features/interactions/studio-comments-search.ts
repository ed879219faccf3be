import { textOf } from '../../app/search-params.ts';

const STATES = ['held', 'removed'] as const;
const VIEWS = ['settings', 'people', 'log'] as const;

export interface StudioCommentsSearch {
  state?: (typeof STATES)[number];
  view?: (typeof VIEWS)[number];
  q?: string;
}

export function toStudioCommentsSearch(search: Record<string, unknown>): StudioCommentsSearch {
  return {
    state: STATES.find((state) => state === search.state),
    view: VIEWS.find((view) => view === search.view),
    q: textOf(search.q),
  };
}
