import { createRootRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadMessages } from './messages.ts';
import { Shell } from './shell.tsx';

/** A page that is loaded when it is visited, with its words. */
export function page<T extends Record<string, unknown>, K extends keyof T & string>(load: () => Promise<T>, name: K) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), loadMessages()]);
    return module;
  }, name);
}

export const NotFoundPage = page(() => import('./error-pages.tsx'), 'NotFoundPage');
export const PageError = page(() => import('./error-pages.tsx'), 'PageError');

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage, errorComponent: PageError });
