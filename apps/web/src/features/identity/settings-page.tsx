import type { Account } from '@kinora/sdk';
import { Segments } from '@kinora/ui';
import { DesktopIcon } from '@phosphor-icons/react/dist/csr/Desktop';
import { MoonIcon } from '@phosphor-icons/react/dist/csr/Moon';
import { SunIcon } from '@phosphor-icons/react/dist/csr/Sun';
import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LANGUAGES, type Language } from '../../app/languages.ts';
import { chooseLanguage, useMessages } from '../../app/messages.ts';
import { chooseTheme, chosenTheme, type Theme } from '../../app/theme.ts';
import { useTitle } from '../../app/use-title.ts';
import { DeviceList } from './device-list.tsx';
import { EmailSection } from './email-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { RequireAccount } from './require-account.tsx';

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
    { id: 'password', label: t('password') },
    { id: 'devices', label: t('devices') },
  ];
  return (
    <div className="gutter mx-auto flex max-w-240 gap-12 pt-4 pb-20">
      <nav aria-label={t('sections')} className="sticky top-18 w-46 shrink-0 self-start max-side:hidden">
        <ul className="flex flex-col gap-0.5">
          {sections.map((section) => (
            <li key={section.id}>
              <a
                href={`#${section.id}`}
                className="flex h-10 items-center rounded-sm px-3 text-15 text-text-2 hover:bg-surface-1 hover:text-text-1"
              >
                {section.label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex min-w-0 max-w-160 flex-1 flex-col gap-12">
        <h1 className="text-24 font-semibold">{t('title')}</h1>
        <Section id="profile" title={t('profile')}>
          <ProfileSection account={account} />
        </Section>
        <Section id="email" title={t('email')} text={t('emailText')}>
          <EmailSection account={account} />
        </Section>
        <Section id="appearance" title={t('appearance')} text={t('appearanceText')}>
          <div className="flex flex-col items-start gap-4">
            <ThemeChoice />
            <LanguageSegments />
          </div>
        </Section>
        <Section id="password" title={t('password')} text={t('passwordText')}>
          <PasswordSection email={account.email} />
        </Section>
        <Section id="devices" title={t('devices')} text={t('devicesText')}>
          <DeviceList />
        </Section>
      </div>
    </div>
  );
}

function Section({ id, title, text, children }: { id: string; title: string; text?: string; children: ReactNode }) {
  const heading = useId();
  return (
    <section id={id} aria-labelledby={heading} className="scroll-mt-20">
      <h2 id={heading} className="text-18 font-semibold">
        {title}
      </h2>
      {text && <p className="mt-1 text-14 text-text-2">{text}</p>}
      <div className="mt-4">{children}</div>
    </section>
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
