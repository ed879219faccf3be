import type { Account } from '@kinora/sdk';
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { ApiTokenSection } from './api-token-section.tsx';
import { AppSection } from './app-section.tsx';
import { DeviceList } from './device-list.tsx';
import { PasskeySection } from './passkey-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProviderSection } from './provider-section.tsx';
import { RequireAccount } from './require-account.tsx';
import { Section, SettingsFrame } from './settings-frame.tsx';
import { TotpSection } from './totp-section.tsx';
import { useMyApps } from './use-my-apps.ts';
import { useMyProviders } from './use-my-providers.ts';
import { useProblem } from './use-problem.ts';
import { useSecurity } from './use-security.ts';

export function SecurityPage() {
  return <RequireAccount>{(account) => <Security account={account} />}</RequireAccount>;
}

function Security({ account }: { account: Account }) {
  const t = useTranslations('security');
  const settings = useTranslations('settings');
  const apps = useTranslations('apps');
  const tokens = useTranslations('tokens');
  useTitle(t('title'));
  const problem = useProblem(useSearch({ from: '/settings/security' }).problem);
  const providers = useMyProviders().data ?? [];
  const connected = useMyApps().data ?? [];
  const withCode = Boolean(useSecurity().data?.totpSince);
  const sections = [
    { id: 'passkeys', label: t('passkeys') },
    { id: 'password', label: settings('password') },
    { id: 'app', label: t('app') },
    ...(providers.length > 0 ? [{ id: 'providers', label: t('providers') }] : []),
    { id: 'devices', label: settings('devices') },
    ...(connected.length > 0 ? [{ id: 'apps', label: apps('connected') }] : []),
    { id: 'tokens', label: tokens('title') },
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
      {providers.length > 0 && (
        <Section id="providers" title={t('providers')} text={t('providersText')}>
          <ProviderSection email={account.email} withCode={withCode} providers={providers} problem={problem} />
        </Section>
      )}
      <Section id="devices" title={settings('devices')} text={settings('devicesText')}>
        <DeviceList />
      </Section>
      {connected.length > 0 && (
        <Section id="apps" title={apps('connected')} text={apps('connectedText')}>
          <AppSection apps={connected} />
        </Section>
      )}
      <Section id="tokens" title={tokens('title')} text={tokens('text')}>
        <ApiTokenSection account={account} withCode={withCode} />
      </Section>
    </SettingsFrame>
  );
}
