import { MenuChoice, MenuHeading, useToast } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { changeLanguage } from './account-language.ts';
import { LANGUAGES } from './languages.ts';
import { useMessages } from './messages.ts';

/** Languages, each in its own words: who cannot read this page finds theirs. */
export function LanguageChoice() {
  const t = useTranslations('app');
  const { language } = useMessages();
  const toast = useToast();
  return (
    <>
      <MenuHeading>{t('language')}</MenuHeading>
      <MenuChoice
        value={language}
        onChange={(chosen) =>
          void changeLanguage(chosen).catch(() => toast({ text: t('languageFailed'), error: true }))
        }
        choices={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
      />
    </>
  );
}
