import { CATEGORIES, type Category, LICENCES, type Licence, type VideoDetails } from '@kinora/sdk';
import { Select, Switch } from '@kinora/ui';
import { useLocale, useTranslations } from 'use-intl';
import { languageName, offeredLanguages } from './languages.ts';

export interface DetailsFieldsProps {
  details: VideoDetails;
  /** Of one field, what the server says about it. */
  errorOf: (field: keyof VideoDetails) => string | null;
  onChange: (change: Partial<VideoDetails>) => void;
}

/** What is said about a video besides title, description and tags. */
export function DetailsFields({ details, errorOf, onChange }: DetailsFieldsProps) {
  const t = useTranslations('form');
  const licences = useTranslations('licences');
  return (
    <>
      <div className="grid gap-5 phone:grid-cols-2">
        <CategorySelect
          value={details.category}
          error={errorOf('category')}
          onChange={(category) => onChange({ category })}
        />
        <LanguageSelect
          value={details.language}
          error={errorOf('language')}
          onChange={(language) => onChange({ language })}
        />
      </div>
      <Select
        label={t('licence')}
        value={details.licence}
        hint={details.licence === 'all-rights-reserved' ? t('licenceReserved') : t('licenceOpen')}
        error={errorOf('licence')}
        onChange={(event) => onChange({ licence: event.currentTarget.value as Licence })}
      >
        {LICENCES.map((licence) => (
          <option key={licence} value={licence}>
            {licences(licence)}
          </option>
        ))}
      </Select>
      <div className="flex flex-col items-start gap-2">
        <HintedSwitch
          label={t('comments')}
          hint={t('commentsHint')}
          on={details.commentsAllowed}
          onChange={(commentsAllowed) => onChange({ commentsAllowed })}
        />
        <HintedSwitch
          label={t('downloads')}
          hint={t('downloadsHint')}
          on={details.downloadsAllowed}
          onChange={(downloadsAllowed) => onChange({ downloadsAllowed })}
        />
        <HintedSwitch
          label={t('mature')}
          hint={t('matureHint')}
          on={details.mature}
          onChange={(mature) => onChange({ mature })}
        />
      </div>
    </>
  );
}

const NONE = '';

interface ChoiceProps<T> {
  value: T | null;
  error?: string | null;
  onChange: (value: T | null) => void;
}

export function CategorySelect({ value, error = null, onChange }: ChoiceProps<Category>) {
  const t = useTranslations('form');
  const names = useTranslations('categories');
  const locale = useLocale();
  const { compare } = new Intl.Collator(locale);
  const sorted = CATEGORIES.map((category) => ({ category, name: names(category) })).sort((a, b) =>
    compare(a.name, b.name),
  );
  return (
    <Select
      label={t('category')}
      value={value ?? NONE}
      error={error}
      onChange={(event) => onChange((event.currentTarget.value || null) as Category | null)}
    >
      <option value={NONE}>{t('categoryNone')}</option>
      {sorted.map(({ category, name }) => (
        <option key={category} value={category}>
          {name}
        </option>
      ))}
    </Select>
  );
}

export function LanguageSelect({ value, error = null, onChange }: ChoiceProps<string>) {
  const t = useTranslations('form');
  const locale = useLocale();
  const offered = offeredLanguages(locale);
  // Set by another program, which may know more of them.
  const more = value !== null && !offered.some(({ tag }) => tag === value);
  return (
    <Select
      label={t('language')}
      value={value ?? NONE}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    >
      <option value={NONE}>{t('languageNone')}</option>
      {more && <option value={value}>{languageName(value, locale)}</option>}
      {offered.map(({ tag, name }) => (
        <option key={tag} value={tag}>
          {name}
        </option>
      ))}
    </Select>
  );
}

function HintedSwitch(props: { label: string; hint: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <div>
      <Switch label={props.label} on={props.on} onChange={props.onChange} />
      <p className="text-13 text-text-3">{props.hint}</p>
    </div>
  );
}
