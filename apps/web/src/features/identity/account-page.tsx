import type { Account } from '@kinora/sdk';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { DeleteAccountSection } from './delete-account-section.tsx';
import { RequireAccount } from './require-account.tsx';
import { Section, SettingsFrame } from './settings-frame.tsx';

export function AccountPage() {
  return <RequireAccount>{(account) => <AccountSettings account={account} />}</RequireAccount>;
}

function AccountSettings({ account }: { account: Account }) {
  const t = useTranslations('account');
  useTitle(t('title'));
  const sections = [{ id: 'delete', label: t('delete') }];
  return (
    <SettingsFrame title={t('title')} sections={sections} page="account">
      <Section id="delete" title={t('delete')} text={t('deleteText')}>
        <DeleteAccountSection email={account.email} />
      </Section>
    </SettingsFrame>
  );
}
