import { buttonClass, IconButton } from '@kinora/ui';
import { ListIcon } from '@phosphor-icons/react/dist/csr/List';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { AccountButton } from '../features/identity/account-button.tsx';
import { LanguageButton } from './language-button.tsx';
import { SiteLogo } from './site-logo.tsx';
import { useMayPublish, useSession } from './use-session.ts';

/** `area`: the part of the site that has a frame of its own. */
export function TopBar({ area, onMenu }: { area: 'studio' | 'administration' | null; onMenu: () => void }) {
  const t = useTranslations('app');
  const session = useSession();
  const mayPublish = useMayPublish();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <header className="fixed inset-x-0 top-0 z-30 flex h-14 items-center gap-2 bg-bg px-4 max-phone:ps-4">
      <IconButton label={t('menu')} onClick={onMenu} className="max-phone:hidden">
        <ListIcon size={20} aria-hidden />
      </IconButton>
      <Link to="/" className="rounded-sm">
        <SiteLogo />
      </Link>
      {area && (
        <Link
          to={area === 'studio' ? '/studio' : '/admin'}
          className="ms-2 truncate border-s border-line py-1 ps-4 text-16 text-text-2 hover:text-text-1"
        >
          {t(area)}
        </Link>
      )}
      <div className="flex-1" />
      {mayPublish && path !== '/upload' && (
        <Link to="/upload" className={`${buttonClass(area ? 'tonal' : 'ink')} max-phone:hidden`}>
          <PlusIcon size={18} aria-hidden />
          {t('create')}
        </Link>
      )}
      <div className="flex min-w-10 items-center justify-end gap-1">
        {session.state === 'known' && <AccountButton account={session.account} />}
        {session.state === 'anonymous' && (
          <>
            <LanguageButton />
            <Link to="/login" search={{ next: path === '/' ? undefined : path }} className={buttonClass('tonal')}>
              {t('logIn')}
            </Link>
          </>
        )}
      </div>
    </header>
  );
}
