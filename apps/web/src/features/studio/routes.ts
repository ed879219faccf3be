import { createRoute } from '@tanstack/react-router';
import { page, root } from '../../app/root-route.ts';
import { textOf } from '../../app/search-params.ts';
import { toStudioCommentsSearch } from '../interactions/studio-comments-search.ts';
import { toContentSearch } from './content-filter.ts';

const studio = createRoute({
  getParentRoute: () => root,
  id: 'studio',
  component: page(() => import('./studio-layout.tsx'), 'StudioLayout'),
});

const upload = createRoute({
  getParentRoute: () => studio,
  path: '/upload',
  validateSearch: (search: Record<string, unknown>): { video?: string } => ({ video: textOf(search.video) }),
  component: page(() => import('../uploads/uploads-page.tsx'), 'UploadsPage'),
});

const content = createRoute({
  getParentRoute: () => studio,
  path: '/studio',
  validateSearch: toContentSearch,
  component: page(() => import('./content-page.tsx'), 'ContentPage'),
});

const editor = createRoute({
  getParentRoute: () => studio,
  path: '/studio/videos/$videoId',
  component: page(() => import('./editor-page.tsx'), 'EditorPage'),
});

const captions = createRoute({
  getParentRoute: () => studio,
  path: '/studio/videos/$videoId/captions/$language',
  validateSearch: (search: Record<string, unknown>): { label?: string; first?: string } => ({
    label: textOf(search.label),
    first: textOf(search.first),
  }),
  component: page(() => import('./captions-page.tsx'), 'CaptionsPage'),
});

const trim = createRoute({
  getParentRoute: () => studio,
  path: '/studio/videos/$videoId/trim',
  component: page(() => import('./trim-page.tsx'), 'TrimPage'),
});

const channelEditor = createRoute({
  getParentRoute: () => studio,
  path: '/studio/channel',
  component: page(() => import('../channels/channel-editor-page.tsx'), 'ChannelEditorPage'),
});

const comments = createRoute({
  getParentRoute: () => studio,
  path: '/studio/comments',
  validateSearch: toStudioCommentsSearch,
  component: page(() => import('../interactions/studio-comments-page.tsx'), 'StudioCommentsPage'),
});

const viewers = createRoute({
  getParentRoute: () => studio,
  path: '/studio/viewers',
  component: page(() => import('../viewers/viewers-page.tsx'), 'ViewersPage'),
});

export const studioRoutes = studio.addChildren([
  upload,
  content,
  editor,
  captions,
  trim,
  channelEditor,
  comments,
  viewers,
]);
