import { createRoute } from '@tanstack/react-router';
import { page, root } from '../../app/root-route.ts';
import { toChannelSearch } from './channel-search.ts';

const channel = createRoute({
  getParentRoute: () => root,
  path: '/@{$handle}',
  validateSearch: toChannelSearch,
  component: page(() => import('./channel-page.tsx'), 'ChannelPage'),
});

export const channelsRoutes = [channel] as const;
