import { Select } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { SearchField } from '../../app/search-field.tsx';
import {
  CONTENT_SORTS,
  CONTENT_STATES,
  CONTENT_VISIBILITIES,
  type ContentSearch,
  toContentSearch,
} from './content-filter.ts';

const ANY = '';

export interface ContentToolbarProps {
  search: ContentSearch;
  onChange: (search: ContentSearch) => void;
}

export function ContentToolbar({ search, onChange }: ContentToolbarProps) {
  const t = useTranslations('content');
  const studio = useTranslations('studio');
  const form = useTranslations('form');
  const change = (name: keyof ContentSearch, value: string) => onChange(toContentSearch({ ...search, [name]: value }));
  return (
    <search className="grid grid-cols-2 gap-3 pb-4 side:grid-cols-4">
      <SearchField label={t('search')} value={search.q ?? ''} onChange={(value) => change('q', value)} />
      <Select
        label={t('state')}
        value={search.state ?? ANY}
        onChange={(event) => change('state', event.currentTarget.value)}
      >
        <option value={ANY}>{t('anyState')}</option>
        {CONTENT_STATES.map((state) => (
          <option key={state} value={state}>
            {studio(`states.${state}`)}
          </option>
        ))}
      </Select>
      <Select
        label={form('visibility')}
        value={search.visibility ?? ANY}
        onChange={(event) => change('visibility', event.currentTarget.value)}
      >
        <option value={ANY}>{t('anyVisibility')}</option>
        {CONTENT_VISIBILITIES.map((visibility) => (
          <option key={visibility} value={visibility}>
            {form(visibility)}
          </option>
        ))}
      </Select>
      <Select
        label={t('sort')}
        value={search.sort ?? 'newest'}
        onChange={(event) => change('sort', event.currentTarget.value === 'newest' ? ANY : event.currentTarget.value)}
      >
        {CONTENT_SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {t(`sorts.${sort}`)}
          </option>
        ))}
      </Select>
    </search>
  );
}
