import type { Account } from '@kinora/sdk';
import { Avatar } from '@kinora/ui';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { loadMessages } from '../../app/messages.ts';
import { useMyChannels } from '../channels/queries.ts';

const load = () => import('./account-menu.tsx');
const AccountMenu = lazy(async () => {
  const [module] = await Promise.all([load(), loadMessages()]);
  return { default: module.AccountMenu };
});

/** The menu behind it is loaded when somebody is about to open it. */
export function AccountButton({ account }: { account: Account }) {
  const t = useTranslations('app');
  const [wanted, setWanted] = useState(false);
  const channels = useMyChannels();
  const avatarUrl = account.avatarUrl ?? channels.data?.[0]?.avatarUrl ?? null;
  const face = <Avatar name={account.displayName} url={avatarUrl} size={32} />;
  const button = (
    <button
      type="button"
      aria-label={t('account')}
      aria-haspopup="menu"
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
      className="flex size-10 items-center justify-center rounded-full"
    >
      {face}
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu account={account} face={face} />
    </Suspense>
  );
}
