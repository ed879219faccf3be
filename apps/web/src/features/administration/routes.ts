import { createRoute } from '@tanstack/react-router';
import { page, root } from '../../app/root-route.ts';
import { toAuditSearch, toPeopleSearch } from './admin-search.ts';

const admin = createRoute({
  getParentRoute: () => root,
  id: 'admin',
  component: page(() => import('./admin-layout.tsx'), 'AdminLayout'),
});

const adminPeople = createRoute({
  getParentRoute: () => admin,
  path: '/admin',
  validateSearch: toPeopleSearch,
  component: page(() => import('./people-page.tsx'), 'PeoplePage'),
});

const adminReports = createRoute({
  getParentRoute: () => admin,
  path: '/admin/reports',
  component: page(() => import('./reports-page.tsx'), 'ReportsPage'),
});

const adminRegistration = createRoute({
  getParentRoute: () => admin,
  path: '/admin/registration',
  component: page(() => import('./registration-page.tsx'), 'RegistrationPage'),
});

const adminInstance = createRoute({
  getParentRoute: () => admin,
  path: '/admin/instance',
  component: page(() => import('./instance-page.tsx'), 'InstancePage'),
});

const adminLogins = createRoute({
  getParentRoute: () => admin,
  path: '/admin/logins',
  component: page(() => import('./logins-page.tsx'), 'LoginsPage'),
});

const adminMail = createRoute({
  getParentRoute: () => admin,
  path: '/admin/mail',
  component: page(() => import('./mail-page.tsx'), 'MailPage'),
});

const adminStorage = createRoute({
  getParentRoute: () => admin,
  path: '/admin/storage',
  component: page(() => import('./storage-page.tsx'), 'StoragePage'),
});

const adminWorkers = createRoute({
  getParentRoute: () => admin,
  path: '/admin/workers',
  component: page(() => import('./workers-page.tsx'), 'WorkersPage'),
});

const adminJobs = createRoute({
  getParentRoute: () => admin,
  path: '/admin/processing',
  component: page(() => import('./jobs-page.tsx'), 'JobsPage'),
});

const adminHealth = createRoute({
  getParentRoute: () => admin,
  path: '/admin/health',
  component: page(() => import('./health-page.tsx'), 'HealthPage'),
});

const adminAudit = createRoute({
  getParentRoute: () => admin,
  path: '/admin/audit',
  validateSearch: toAuditSearch,
  component: page(() => import('./audit-page.tsx'), 'AuditPage'),
});

export const administrationRoutes = admin.addChildren([
  adminPeople,
  adminReports,
  adminRegistration,
  adminInstance,
  adminLogins,
  adminMail,
  adminStorage,
  adminWorkers,
  adminJobs,
  adminHealth,
  adminAudit,
]);
