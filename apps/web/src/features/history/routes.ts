import { createRoute } from '@tanstack/react-router';
import { page, root } from '../../app/root-route.ts';

export interface HistorySearch {
  q?: string;
}

const history = createRoute({
  getParentRoute: () => root,
  path: '/history',
  validateSearch: (search: Record<string, unknown>): HistorySearch => ({
    q: typeof search.q === 'string' && search.q.trim() !== '' ? search.q.trim().slice(0, 100) : undefined,
  }),
  component: page(() => import('./history-page.tsx'), 'HistoryPage'),
});

export const historyRoutes = [history];
