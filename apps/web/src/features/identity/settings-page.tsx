import type { Account } from '@kinora/sdk';
import { Segments } from '@kinora/ui';
import { DesktopIcon } from '@phosphor-icons/react/dist/csr/Desktop';
import { MoonIcon } from '@phosphor-icons/react/dist/csr/Moon';
import { SunIcon } from '@phosphor-icons/react/dist/csr/Sun';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LANGUAGES, type Language } from '../../app/languages.ts';
import { chooseLanguage, useMessages } from '../../app/messages.ts';
import { chooseTheme, chosenTheme, type Theme } from '../../app/theme.ts';
import { useTitle } from '../../app/use-title.ts';
import { AccountsSection } from '../administration/accounts-section.tsx';
import { StorageSection } from '../storage/storage-section.tsx';
import { WorkerList } from '../workers/worker-list.tsx';
import { WorkerTokens } from '../workers/worker-tokens.tsx';
import { ProfileSection } from './profile-section.tsx';
import { RequireAccount } from './require-account.tsx';
import { Section, SecurityLink, SettingsFrame } from './settings-frame.tsx';

export function SettingsPage() {
  return <RequireAccount>{(account) => <Settings account={account} />}</RequireAccount>;
}

function Settings({ account }: { account: Account }) {
  const t = useTranslations('settings');
  useTitle(t('title'));
  const sections = [
    { id: 'profile', label: t('profile') },
    { id: 'appearance', label: t('appearance') },
    { id: 'security', label: t('security') },
    ...(account.role === 'admin'
      ? [
          { id: 'accounts', label: t('accounts') },
          { id: 'storage', label: t('storage') },
          { id: 'workers', label: t('workers') },
        ]
      : []),
  ];
  return (
    <SettingsFrame title={t('title')} sections={sections} page="settings">
      <Section id="profile" title={t('profile')}>
        <ProfileSection account={account} />
      </Section>
      <Section id="appearance" title={t('appearance')} text={t('appearanceText')}>
        <div className="flex flex-col items-start gap-4">
          <ThemeChoice />
          <LanguageSegments />
        </div>
      </Section>
      <Section id="security" title={t('security')} text={t('securityText')}>
        <SecurityLink />
      </Section>
      {account.role === 'admin' && (
        <Section id="accounts" title={t('accounts')} text={t('accountsText')}>
          <AccountsSection />
        </Section>
      )}
      {account.role === 'admin' && (
        <Section id="storage" title={t('storage')} text={t('storageText')}>
          <StorageSection />
        </Section>
      )}
      {account.role === 'admin' && (
        <Section id="workers" title={t('workers')} text={t('workersText')}>
          <div className="flex flex-col gap-6">
            <WorkerList />
            <WorkerTokens />
          </div>
        </Section>
      )}
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

function LanguageSegments() {
  const t = useTranslations('app');
  const { language } = useMessages();
  return (
    <Segments<Language>
      label={t('language')}
      value={language}
      onChange={(chosen) => void chooseLanguage(chosen)}
      options={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
    />
  );
}
