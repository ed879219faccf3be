import { createRoute } from '@tanstack/react-router';
import { page, root } from '../../app/root-route.ts';
import { textOf } from '../../app/search-params.ts';

/** Of the frame's address; its colours are chosen before the first paint (before-paint.js). */
const EMBED_OPTIONS = ['start', 'autoplay', 'muted', 'loop', 'controls', 'color-scheme'] as const;

const watch = createRoute({
  getParentRoute: () => root,
  path: '/watch/$videoId',
  validateSearch: (search: Record<string, unknown>): { t?: string; comment?: string } => ({
    t: textOf(search.t),
    comment: textOf(search.comment),
  }),
  component: page(() => import('./watch-page.tsx'), 'WatchPage'),
});

const embed = createRoute({
  getParentRoute: () => root,
  path: '/embed/$videoId',
  validateSearch: (search: Record<string, unknown>): Partial<Record<(typeof EMBED_OPTIONS)[number], string>> =>
    Object.fromEntries(EMBED_OPTIONS.flatMap((name) => (textOf(search[name]) ? [[name, textOf(search[name])]] : []))),
  component: page(() => import('./embed-page.tsx'), 'EmbedPage'),
});

export const playbackRoutes = [watch, embed] as const;
