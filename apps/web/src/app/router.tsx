import { createRouter } from '@tanstack/react-router';
import { administrationRoutes } from '../features/administration/routes.ts';
import { channelsRoutes } from '../features/channels/routes.ts';
import { historyRoutes } from '../features/history/routes.ts';
import { identityRoutes } from '../features/identity/routes.ts';
import { instanceRoutes } from '../features/instance/routes.ts';
import { playbackRoutes } from '../features/playback/routes.ts';
import { studioRoutes } from '../features/studio/routes.ts';
import { subscriptionsRoutes } from '../features/subscriptions/routes.ts';
import { videosRoutes } from '../features/videos/routes.ts';
import { NotFoundPage, PageError, root } from './root-route.ts';

const routeTree = root.addChildren([
  ...videosRoutes,
  ...playbackRoutes,
  ...channelsRoutes,
  ...historyRoutes,
  ...subscriptionsRoutes,
  ...identityRoutes,
  ...instanceRoutes,
  administrationRoutes,
  studioRoutes,
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const pairs = new URLSearchParams();
    for (const [name, value] of Object.entries(search)) if (typeof value === 'string') pairs.set(name, value);
    return pairs.size === 0 ? '' : `?${pairs}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
