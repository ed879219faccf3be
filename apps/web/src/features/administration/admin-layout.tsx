import type { Role } from '@kinora/sdk';
import { CpuIcon } from '@phosphor-icons/react/dist/csr/Cpu';
import { EnvelopeSimpleIcon } from '@phosphor-icons/react/dist/csr/EnvelopeSimple';
import { HardDrivesIcon } from '@phosphor-icons/react/dist/csr/HardDrives';
import { KeyIcon } from '@phosphor-icons/react/dist/csr/Key';
import { ListMagnifyingGlassIcon } from '@phosphor-icons/react/dist/csr/ListMagnifyingGlass';
import { PaintBrushIcon } from '@phosphor-icons/react/dist/csr/PaintBrush';
import { UserPlusIcon } from '@phosphor-icons/react/dist/csr/UserPlus';
import { UsersIcon } from '@phosphor-icons/react/dist/csr/Users';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { NotFoundPage } from '../../app/error-pages.tsx';
import { SectionNavigation } from '../../app/section-navigation.tsx';
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
  const t = useTranslations('admin');
  const path = useRouterState({ select: (state) => state.location.pathname.replace(/(.)\/$/, '$1') });
  return (
    <RequireAccount>
      {({ role }) => {
        const places = PLACES.filter((place) => (place.for as readonly Role[]).includes(role));
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
