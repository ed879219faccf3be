import type { Role } from '@kinora/sdk';
import { classNames } from '@kinora/ui';
import { CpuIcon } from '@phosphor-icons/react/dist/csr/Cpu';
import { EnvelopeSimpleIcon } from '@phosphor-icons/react/dist/csr/EnvelopeSimple';
import { HardDrivesIcon } from '@phosphor-icons/react/dist/csr/HardDrives';
import { KeyIcon } from '@phosphor-icons/react/dist/csr/Key';
import { ListMagnifyingGlassIcon } from '@phosphor-icons/react/dist/csr/ListMagnifyingGlass';
import { PaintBrushIcon } from '@phosphor-icons/react/dist/csr/PaintBrush';
import { UserPlusIcon } from '@phosphor-icons/react/dist/csr/UserPlus';
import { UsersIcon } from '@phosphor-icons/react/dist/csr/Users';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { NotFoundPage } from '../../app/error-pages.tsx';
import { RequireAccount } from '../identity/require-account.tsx';

/** Moderators look after people; all else is the administrators'. */
const PLACES = [
  { to: '/admin', label: 'people', icon: UsersIcon, for: ['moderator', 'admin'] },
  { to: '/admin/registration', label: 'registration', icon: UserPlusIcon, for: ['admin'] },
  { to: '/admin/instance', label: 'instance', icon: PaintBrushIcon, for: ['admin'] },
  { to: '/admin/logins', label: 'logins', icon: KeyIcon, for: ['admin'] },
  { to: '/admin/mail', label: 'mail', icon: EnvelopeSimpleIcon, for: ['admin'] },
  { to: '/admin/storage', label: 'storage', icon: HardDrivesIcon, for: ['admin'] },
  { to: '/admin/workers', label: 'workers', icon: CpuIcon, for: ['admin'] },
  { to: '/admin/audit', label: 'audit', icon: ListMagnifyingGlassIcon, for: ['admin'] },
] as const satisfies readonly { for: readonly Role[]; [more: string]: unknown }[];

/** For all others there is nothing here. */
export function AdminLayout() {
  const path = useRouterState({ select: (state) => state.location.pathname.replace(/(.)\/$/, '$1') });
  return (
    <RequireAccount>
      {({ role }) => {
        const places = PLACES.filter((place) => (place.for as readonly Role[]).includes(role));
        if (!places.some(({ to }) => to === path)) return <NotFoundPage />;
        return (
          <div className="flex max-side:flex-col">
            <AdminNavigation places={places} path={path} />
            <div className="mx-auto w-full max-w-240 min-w-0 flex-1 px-6 pt-3 pb-20 max-phone:px-4">
              <Outlet />
            </div>
          </div>
        );
      }}
    </RequireAccount>
  );
}

/** A list of 232 at the start; on narrow windows a row above. */
function AdminNavigation({ places, path }: { places: readonly (typeof PLACES)[number][]; path: string }) {
  const t = useTranslations('admin');
  return (
    <nav
      aria-label={t('sections')}
      className="w-58 shrink-0 px-3 pt-2 side:sticky side:top-14 side:h-[calc(100dvh-56px)] max-side:w-full max-side:px-6 max-phone:px-4"
    >
      <ul className="flex flex-col gap-0.5 pt-2 max-side:flex-row max-side:overflow-x-auto max-side:pt-0">
        {places.map((place) => (
          <li key={place.to}>
            <Link
              to={place.to}
              activeOptions={{ exact: true }}
              className={classNames(
                'flex h-10 items-center gap-3 rounded-sm px-2.5 text-15 whitespace-nowrap transition-colors duration-(--d-1)',
                place.to === path
                  ? 'bg-surface-2 font-semibold text-text-1'
                  : 'text-text-2 hover:bg-surface-1 hover:text-text-1',
              )}
            >
              <place.icon size={20} weight={place.to === path ? 'fill' : 'regular'} aria-hidden />
              {t(place.label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
