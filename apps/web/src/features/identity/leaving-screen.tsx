import type { Account } from '@kinora/sdk';
import { buttonClass } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { KeepAccount } from './keep-account.tsx';

/** In place of every page while the account is about to be deleted. */
export function LeavingScreen({ account }: { account: Account }) {
  const t = useTranslations('account');
  useTitle(t('leavingTitle'));
  return (
    <div className="gutter mx-auto flex max-w-160 flex-col gap-6 py-20">
      <h1 className="display text-40">{t('leavingTitle')}</h1>
      <KeepAccount account={account}>
        <Link to="/settings/account" className={buttonClass('tonal', 'large')}>
          {t('takeAlong')}
        </Link>
      </KeepAccount>
    </div>
  );
}
