import { createRoute } from '@tanstack/react-router';
import { page, root } from '../../app/root-route.ts';
import { HomePage } from './home-page.tsx';

const sorted = (search: Record<string, unknown>): { sort?: 'popular' } => ({
  sort: search.sort === 'popular' ? 'popular' : undefined,
});

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const category = createRoute({
  getParentRoute: () => root,
  path: '/category/$category',
  validateSearch: sorted,
  component: page(() => import('./found-page.tsx'), 'CategoryPage'),
});

const tag = createRoute({
  getParentRoute: () => root,
  path: '/tag/$tag',
  validateSearch: sorted,
  component: page(() => import('./found-page.tsx'), 'TagPage'),
});

const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared',
  component: page(() => import('./shared-page.tsx'), 'SharedPage'),
});

export const videosRoutes = [home, category, tag, shared] as const;
