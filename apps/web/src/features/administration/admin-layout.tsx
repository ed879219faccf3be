import { Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { NotFoundPage } from '../../app/error-pages.tsx';
import { SectionNavigation } from '../../app/section-navigation.tsx';
import { RequireAccount } from '../identity/require-account.tsx';
import { adminPlaces } from './admin-places.ts';

/** For all others there is nothing here. */
export function AdminLayout() {
  const t = useTranslations('admin');
  const path = useRouterState({ select: (state) => state.location.pathname.replace(/(.)\/$/, '$1') });
  return (
    <RequireAccount>
      {({ role }) => {
        const places = adminPlaces(role);
        if (!places.some(({ to }) => to === path)) return <NotFoundPage />;
        return (
          <div className="flex max-side:flex-col">
            <SectionNavigation
              label={t('sections')}
              sections={places.map(({ to, label, icon }) => ({ to, label: t(label), icon, here: to === path }))}
            />
            <div className="mx-auto w-full max-w-240 min-w-0 flex-1 px-6 pt-3 pb-20 max-phone:px-4">
              <Outlet />
            </div>
          </div>
        );
      }}
    </RequireAccount>
  );
}
