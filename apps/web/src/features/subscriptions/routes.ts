import { createRoute } from '@tanstack/react-router';
import { page, root } from '../../app/root-route.ts';

export interface SubscriptionsSearch {
  tab?: 'channels';
}

const subscriptions = createRoute({
  getParentRoute: () => root,
  path: '/subscriptions',
  validateSearch: (search: Record<string, unknown>): SubscriptionsSearch => ({
    tab: search.tab === 'channels' ? search.tab : undefined,
  }),
  component: page(() => import('./subscriptions-page.tsx'), 'SubscriptionsPage'),
});

export const subscriptionsRoutes = [subscriptions];
