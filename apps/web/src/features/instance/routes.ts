import { createRoute } from '@tanstack/react-router';
import { page, root } from '../../app/root-route.ts';

const about = createRoute({
  getParentRoute: () => root,
  path: '/about',
  component: page(() => import('./about-page.tsx'), 'AboutPage'),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: '/rules',
  component: page(() => import('./about-page.tsx'), 'RulesPage'),
});

export const instanceRoutes = [about, rules] as const;
