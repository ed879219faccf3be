import { type Account, ApiError, type ProfileChange } from '@kinora/sdk';
import { Select, useToast } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { changeLanguage } from '../../app/account-language.ts';
import { client, sessionStore } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { LANGUAGES } from '../../app/languages.ts';
import { SaveState } from '../../app/save-state.tsx';
import { useAutosave } from '../../app/use-autosave.ts';
import { useTitle } from '../../app/use-title.ts';
import { HistorySwitch } from './history-switch.tsx';
import { InterestField } from './interest-field.tsx';
import { ProfileSection } from './profile-section.tsx';
import { RequireAccount } from './require-account.tsx';
import { Section, SettingsFrame } from './settings-frame.tsx';

export function ProfilePage() {
  return <RequireAccount>{(account) => <Profile account={account} />}</RequireAccount>;
}

function Profile({ account }: { account: Account }) {
  const t = useTranslations('profile');
  useTitle(t('title'));
  const sections = [
    { id: 'profile', label: t('about') },
    { id: 'interests', label: t('interests') },
    { id: 'language', label: t('language') },
    { id: 'privacy', label: t('privacy') },
  ];
  return (
    <SettingsFrame title={t('title')} sections={sections} page="profile">
      <Section id="profile" title={t('about')}>
        <ProfileSection account={account} />
      </Section>
      <Section id="interests" title={t('interests')} text={t('interestsText')}>
        <Interests account={account} />
      </Section>
      <Section id="language" title={t('language')} text={t('languageText')}>
        <LanguageOfAccount account={account} />
      </Section>
      <Section id="privacy" title={t('privacy')}>
        <HistorySwitch account={account} />
      </Section>
    </SettingsFrame>
  );
}

function Interests({ account }: { account: Account }) {
  const describe = useDescribeError();
  const [interests, setInterests] = useState(account.interests);
  const save = useAutosave<ProfileChange>(async (change) => {
    sessionStore.set(await client.identity.updateMe(change));
  });
  const { error } = save;
  return (
    <div className="flex flex-col gap-2">
      <InterestField
        interests={interests}
        error={error ? (error instanceof ApiError && error.fieldError('interests')) || describe(error) : null}
        onChange={(all) => {
          setInterests(all);
          save.change({ interests: all });
        }}
      />
      <SaveState state={save.state} />
    </div>
  );
}

function LanguageOfAccount({ account }: { account: Account }) {
  const t = useTranslations('profile');
  const app = useTranslations('app');
  const toast = useToast();
  return (
    <Select
      label={t('languageOfPages')}
      value={account.language ?? 'auto'}
      onChange={(event) => {
        const { value } = event.currentTarget;
        const chosen = LANGUAGES.find(({ code }) => code === value)?.code ?? null;
        void changeLanguage(chosen).catch(() => toast({ text: app('languageFailed'), error: true }));
      }}
    >
      <option value="auto">{t('languageAuto')}</option>
      {LANGUAGES.map(({ code, name }) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </Select>
  );
}
