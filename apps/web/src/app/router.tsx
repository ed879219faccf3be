import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { toAuditSearch, toPeopleSearch } from '../features/administration/admin-search.ts';
import { toChannelSearch } from '../features/channels/channel-search.ts';
import { toContentSearch } from '../features/studio/content-filter.ts';
import { HomePage } from '../features/videos/home-page.tsx';
import { loadMessages } from './messages.ts';
import { Shell } from './shell.tsx';

/** A page that is loaded when it is visited, with its words. */
function page<T extends Record<string, unknown>, K extends keyof T & string>(load: () => Promise<T>, name: K) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), loadMessages()]);
    return module;
  }, name);
}

const NotFoundPage = page(() => import('./error-pages.tsx'), 'NotFoundPage');
const PageError = page(() => import('./error-pages.tsx'), 'PageError');

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage, errorComponent: PageError });

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? `${value}` : undefined;

/** Of the frame's address; its colours are chosen before the first paint (before-paint.js). */
const EMBED_OPTIONS = ['start', 'autoplay', 'muted', 'loop', 'controls', 'color-scheme'] as const;

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const watch = createRoute({
  getParentRoute: () => root,
  path: '/watch/$videoId',
  validateSearch: (search: Record<string, unknown>): { t?: string } => ({ t: text(search.t) }),
  component: page(() => import('../features/playback/watch-page.tsx'), 'WatchPage'),
});

const embed = createRoute({
  getParentRoute: () => root,
  path: '/embed/$videoId',
  validateSearch: (search: Record<string, unknown>): Partial<Record<(typeof EMBED_OPTIONS)[number], string>> =>
    Object.fromEntries(EMBED_OPTIONS.flatMap((name) => (text(search[name]) ? [[name, text(search[name])]] : []))),
  component: page(() => import('../features/playback/embed-page.tsx'), 'EmbedPage'),
});

const channel = createRoute({
  getParentRoute: () => root,
  path: '/@{$handle}',
  validateSearch: toChannelSearch,
  component: page(() => import('../features/channels/channel-page.tsx'), 'ChannelPage'),
});

const sorted = (search: Record<string, unknown>): { sort?: 'popular' } => ({
  sort: search.sort === 'popular' ? 'popular' : undefined,
});

const category = createRoute({
  getParentRoute: () => root,
  path: '/category/$category',
  validateSearch: sorted,
  component: page(() => import('../features/videos/found-page.tsx'), 'CategoryPage'),
});

const tag = createRoute({
  getParentRoute: () => root,
  path: '/tag/$tag',
  validateSearch: sorted,
  component: page(() => import('../features/videos/found-page.tsx'), 'TagPage'),
});

const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared',
  component: page(() => import('../features/videos/shared-page.tsx'), 'SharedPage'),
});

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string; problem?: string } => ({
    next: text(search.next),
    problem: text(search.problem),
  }),
  component: page(() => import('../features/identity/log-in-page.tsx'), 'LogInPage'),
});

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: text(search.next) }),
  component: page(() => import('../features/identity/register-page.tsx'), 'RegisterPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({ token: text(search.token) }),
  component: page(() => import('../features/identity/setup-page.tsx'), 'SetupPage'),
});

const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  component: page(() => import('../features/identity/verify-page.tsx'), 'VerifyPage'),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: page(() => import('../features/identity/forgot-page.tsx'), 'ForgotPage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: page(() => import('../features/identity/reset-page.tsx'), 'ResetPage'),
});

const authorize = createRoute({
  getParentRoute: () => root,
  path: '/oauth/authorize',
  // As the app wrote them: the server reads them.
  validateSearch: (search: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === 'string')),
  component: page(() => import('../features/identity/authorize-page.tsx'), 'AuthorizePage'),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  component: page(() => import('../features/identity/invite-page.tsx'), 'InvitePage'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: text(search.next) }),
  component: page(() => import('../features/identity/welcome-page.tsx'), 'WelcomePage'),
});

const about = createRoute({
  getParentRoute: () => root,
  path: '/about',
  component: page(() => import('../features/instance/about-page.tsx'), 'AboutPage'),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: '/rules',
  component: page(() => import('../features/instance/about-page.tsx'), 'RulesPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: page(() => import('../features/identity/settings-page.tsx'), 'SettingsPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/settings/account',
  component: page(() => import('../features/identity/account-page.tsx'), 'AccountPage'),
});

const profile = createRoute({
  getParentRoute: () => root,
  path: '/settings/profile',
  component: page(() => import('../features/identity/profile-page.tsx'), 'ProfilePage'),
});

const security = createRoute({
  getParentRoute: () => root,
  path: '/settings/security',
  validateSearch: (search: Record<string, unknown>): { problem?: string } => ({ problem: text(search.problem) }),
  component: page(() => import('../features/identity/security-page.tsx'), 'SecurityPage'),
});

const studio = createRoute({
  getParentRoute: () => root,
  id: 'studio',
  component: page(() => import('../features/studio/studio-layout.tsx'), 'StudioLayout'),
});

const upload = createRoute({
  getParentRoute: () => studio,
  path: '/upload',
  validateSearch: (search: Record<string, unknown>): { video?: string } => ({ video: text(search.video) }),
  component: page(() => import('../features/uploads/uploads-page.tsx'), 'UploadsPage'),
});

const content = createRoute({
  getParentRoute: () => studio,
  path: '/studio',
  validateSearch: toContentSearch,
  component: page(() => import('../features/studio/content-page.tsx'), 'ContentPage'),
});

const editor = createRoute({
  getParentRoute: () => studio,
  path: '/studio/videos/$videoId',
  component: page(() => import('../features/studio/editor-page.tsx'), 'EditorPage'),
});

const captions = createRoute({
  getParentRoute: () => studio,
  path: '/studio/videos/$videoId/captions/$language',
  validateSearch: (search: Record<string, unknown>): { label?: string; first?: string } => ({
    label: text(search.label),
    first: text(search.first),
  }),
  component: page(() => import('../features/studio/captions-page.tsx'), 'CaptionsPage'),
});

const trim = createRoute({
  getParentRoute: () => studio,
  path: '/studio/videos/$videoId/trim',
  component: page(() => import('../features/studio/trim-page.tsx'), 'TrimPage'),
});

const channelEditor = createRoute({
  getParentRoute: () => studio,
  path: '/studio/channel',
  component: page(() => import('../features/channels/channel-editor-page.tsx'), 'ChannelEditorPage'),
});

const viewers = createRoute({
  getParentRoute: () => studio,
  path: '/studio/viewers',
  component: page(() => import('../features/viewers/viewers-page.tsx'), 'ViewersPage'),
});

const admin = createRoute({
  getParentRoute: () => root,
  id: 'admin',
  component: page(() => import('../features/administration/admin-layout.tsx'), 'AdminLayout'),
});

const adminPeople = createRoute({
  getParentRoute: () => admin,
  path: '/admin',
  validateSearch: toPeopleSearch,
  component: page(() => import('../features/administration/people-page.tsx'), 'PeoplePage'),
});

const adminRegistration = createRoute({
  getParentRoute: () => admin,
  path: '/admin/registration',
  component: page(() => import('../features/administration/registration-page.tsx'), 'RegistrationPage'),
});

const adminInstance = createRoute({
  getParentRoute: () => admin,
  path: '/admin/instance',
  component: page(() => import('../features/administration/instance-page.tsx'), 'InstancePage'),
});

const adminLogins = createRoute({
  getParentRoute: () => admin,
  path: '/admin/logins',
  component: page(() => import('../features/administration/logins-page.tsx'), 'LoginsPage'),
});

const adminMail = createRoute({
  getParentRoute: () => admin,
  path: '/admin/mail',
  component: page(() => import('../features/administration/mail-page.tsx'), 'MailPage'),
});

const adminStorage = createRoute({
  getParentRoute: () => admin,
  path: '/admin/storage',
  component: page(() => import('../features/administration/storage-page.tsx'), 'StoragePage'),
});

const adminWorkers = createRoute({
  getParentRoute: () => admin,
  path: '/admin/workers',
  component: page(() => import('../features/administration/workers-page.tsx'), 'WorkersPage'),
});

const adminJobs = createRoute({
  getParentRoute: () => admin,
  path: '/admin/processing',
  component: page(() => import('../features/administration/jobs-page.tsx'), 'JobsPage'),
});

const adminHealth = createRoute({
  getParentRoute: () => admin,
  path: '/admin/health',
  component: page(() => import('../features/administration/health-page.tsx'), 'HealthPage'),
});

const adminAudit = createRoute({
  getParentRoute: () => admin,
  path: '/admin/audit',
  validateSearch: toAuditSearch,
  component: page(() => import('../features/administration/audit-page.tsx'), 'AuditPage'),
});

const routeTree = root.addChildren([
  home,
  watch,
  embed,
  category,
  channel,
  shared,
  tag,
  logIn,
  register,
  setup,
  verify,
  forgot,
  reset,
  invite,
  authorize,
  about,
  rules,
  settings,
  account,
  profile,
  security,
  welcome,
  admin.addChildren([
    adminPeople,
    adminRegistration,
    adminInstance,
    adminLogins,
    adminMail,
    adminStorage,
    adminWorkers,
    adminJobs,
    adminHealth,
    adminAudit,
  ]),
  studio.addChildren([upload, content, editor, captions, trim, channelEditor, viewers]),
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
