import type { Account } from '@kinora/sdk';
import { Segments } from '@kinora/ui';
import { DesktopIcon } from '@phosphor-icons/react/dist/csr/Desktop';
import { MoonIcon } from '@phosphor-icons/react/dist/csr/Moon';
import { SunIcon } from '@phosphor-icons/react/dist/csr/Sun';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { chooseTheme, chosenTheme, type Theme } from '../../app/theme.ts';
import { useTitle } from '../../app/use-title.ts';
import { EmailSection } from './email-section.tsx';
import { RequireAccount } from './require-account.tsx';
import { Section, SettingsFrame, SettingsLink } from './settings-frame.tsx';

export function SettingsPage() {
  return <RequireAccount>{(account) => <Settings account={account} />}</RequireAccount>;
}

function Settings({ account }: { account: Account }) {
  const t = useTranslations('settings');
  useTitle(t('title'));
  const sections = [
    { id: 'profile', label: t('profile') },
    { id: 'email', label: t('email') },
    { id: 'appearance', label: t('appearance') },
    { id: 'security', label: t('security') },
    { id: 'account', label: t('account') },
  ];
  return (
    <SettingsFrame title={t('title')} sections={sections} page="settings">
      <Section id="profile" title={t('profile')} text={t('profileText')}>
        <SettingsLink to="/settings/profile" label={t('profileOpen')} />
      </Section>
      <Section id="email" title={t('email')} text={t('emailText')}>
        <EmailSection account={account} />
      </Section>
      <Section id="appearance" title={t('appearance')} text={t('appearanceText')}>
        <ThemeChoice />
      </Section>
      <Section id="security" title={t('security')} text={t('securityText')}>
        <SettingsLink to="/settings/security" label={t('securityOpen')} />
      </Section>
      <Section id="account" title={t('account')} text={t('accountText')}>
        <SettingsLink to="/settings/account" label={t('accountOpen')} />
      </Section>
    </SettingsFrame>
  );
}

function ThemeChoice() {
  const t = useTranslations('app');
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  return (
    <Segments
      label={t('theme')}
      value={theme}
      onChange={(chosen) => {
        setTheme(chosen);
        chooseTheme(chosen);
      }}
      options={[
        { value: 'system', label: t('themeSystem'), icon: <DesktopIcon size={18} aria-hidden /> },
        { value: 'dark', label: t('themeDark'), icon: <MoonIcon size={18} aria-hidden /> },
        { value: 'light', label: t('themeLight'), icon: <SunIcon size={18} aria-hidden /> },
      ]}
    />
  );
}
