import type { Account } from '@kinora/sdk';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { DeleteAccountSection } from './delete-account-section.tsx';
import { ExportSection } from './export-section.tsx';
import { KeepAccount } from './keep-account.tsx';
import { RequireAccount } from './require-account.tsx';
import { Section, SettingsFrame } from './settings-frame.tsx';

export function AccountPage() {
  return <RequireAccount>{(account) => <AccountSettings account={account} />}</RequireAccount>;
}

function AccountSettings({ account }: { account: Account }) {
  const t = useTranslations('account');
  const exports = useTranslations('exports');
  useTitle(t('title'));
  const { leavesAt } = account;
  const last = leavesAt ? 'leavingTitle' : 'delete';
  const sections = [
    { id: 'export', label: exports('title') },
    { id: 'delete', label: t(last) },
  ];
  return (
    <SettingsFrame title={t('title')} sections={sections} page="account">
      <Section id="export" title={exports('title')} text={exports('text')}>
        <ExportSection />
      </Section>
      <Section id="delete" title={t(last)} {...(leavesAt ? {} : { text: t('deleteText') })}>
        {leavesAt ? <KeepAccount account={account} /> : <DeleteAccountSection email={account.email} />}
      </Section>
    </SettingsFrame>
  );
}
