import { createRoute } from '@tanstack/react-router';
import { page, root } from '../../app/root-route.ts';
import { textOf } from '../../app/search-params.ts';

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string; problem?: string } => ({
    next: textOf(search.next),
    problem: textOf(search.problem),
  }),
  component: page(() => import('./log-in-page.tsx'), 'LogInPage'),
});

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: textOf(search.next) }),
  component: page(() => import('./register-page.tsx'), 'RegisterPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({ token: textOf(search.token) }),
  component: page(() => import('./setup-page.tsx'), 'SetupPage'),
});

const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  component: page(() => import('./verify-page.tsx'), 'VerifyPage'),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: page(() => import('./forgot-page.tsx'), 'ForgotPage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: page(() => import('./reset-page.tsx'), 'ResetPage'),
});

const authorize = createRoute({
  getParentRoute: () => root,
  path: '/oauth/authorize',
  // As the app wrote them: the server reads them.
  validateSearch: (search: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === 'string')),
  component: page(() => import('./authorize-page.tsx'), 'AuthorizePage'),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  component: page(() => import('./invite-page.tsx'), 'InvitePage'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: textOf(search.next) }),
  component: page(() => import('./welcome-page.tsx'), 'WelcomePage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: page(() => import('./settings-page.tsx'), 'SettingsPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/settings/account',
  component: page(() => import('./account-page.tsx'), 'AccountPage'),
});

const profile = createRoute({
  getParentRoute: () => root,
  path: '/settings/profile',
  component: page(() => import('./profile-page.tsx'), 'ProfilePage'),
});

const security = createRoute({
  getParentRoute: () => root,
  path: '/settings/security',
  validateSearch: (search: Record<string, unknown>): { problem?: string } => ({ problem: textOf(search.problem) }),
  component: page(() => import('./security-page.tsx'), 'SecurityPage'),
});

export const identityRoutes = [
  logIn,
  register,
  setup,
  verify,
  forgot,
  reset,
  authorize,
  invite,
  welcome,
  settings,
  account,
  profile,
  security,
] as const;
