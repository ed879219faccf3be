import type { Account } from '@kinora/sdk';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { DeviceList } from './device-list.tsx';
import { PasskeySection } from './passkey-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { RequireAccount } from './require-account.tsx';
import { Section, SettingsFrame } from './settings-frame.tsx';
import { TotpSection } from './totp-section.tsx';
import { useSecurity } from './use-security.ts';

export function SecurityPage() {
  return <RequireAccount>{(account) => <Security account={account} />}</RequireAccount>;
}

function Security({ account }: { account: Account }) {
  const t = useTranslations('security');
  const settings = useTranslations('settings');
  useTitle(t('title'));
  const withCode = Boolean(useSecurity().data?.totpSince);
  const sections = [
    { id: 'passkeys', label: t('passkeys') },
    { id: 'password', label: settings('password') },
    { id: 'app', label: t('app') },
    { id: 'devices', label: settings('devices') },
  ];
  return (
    <SettingsFrame title={t('title')} sections={sections} page="security">
      <Section id="passkeys" title={t('passkeys')} text={t('passkeysText')}>
        <PasskeySection email={account.email} withCode={withCode} />
      </Section>
      <Section id="password" title={settings('password')} text={settings('passwordText')}>
        <PasswordSection email={account.email} />
      </Section>
      <Section id="app" title={t('app')} text={t('appText')}>
        <TotpSection email={account.email} />
      </Section>
      <Section id="devices" title={settings('devices')} text={settings('devicesText')}>
        <DeviceList />
      </Section>
    </SettingsFrame>
  );
}
