import { type BulkChange, CATEGORIES, LICENCES } from '@kinora/sdk';
import { Button, Dialog, Field, Select } from '@kinora/ui';
import { type ReactNode, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useStudioChannel } from '../channels/chosen-channel.ts';
import { useChannelsBeside } from '../channels/queries.ts';
import { PasswordField } from '../identity/password-field.tsx';
import { ListChoice } from '../viewers/list-choice.tsx';
import { CONTENT_VISIBILITIES } from './content-filter.ts';
import { offeredLanguages } from './languages.ts';
import { fromLocalInput, toLocalInput } from './local-time.ts';
import { TagField } from './tag-field.tsx';
import { useChangeVideos } from './use-change-videos.ts';

/** Stays as each has it. */
const KEEP = '';
const NONE = 'none';
const SWITCHES = ['commentsAllowed', 'downloadsAllowed', 'mature'] as const;

/** One change for many videos: what is not touched here stays as each of them has it. */
export function BulkDialog({ ids, onClose }: { ids: string[]; onClose: (changed: boolean) => void }) {
  const t = useTranslations('content');
  const form = useTranslations('form');
  const app = useTranslations('app');
  const categories = useTranslations('categories');
  const licences = useTranslations('licences');
  const locale = useLocale();
  const channels = useChannelsBeside(useStudioChannel()?.id);
  const send = useChangeVideos();
  const [change, setChange] = useState<BulkChange>({});
  const [password, setPassword] = useState('');
  const [when, setWhen] = useState('');
  const [busy, setBusy] = useState(false);
  const time = when === '' ? undefined : fromLocalInput(when);
  const past = when !== '' && (time === undefined || time.getTime() <= Date.now());
  const all: BulkChange = {
    ...change,
    ...(password === '' ? {} : { password }),
    ...(time ? { publishAt: time.toISOString() } : {}),
  };
  const nothing = Object.values(all).every((value) => value === undefined);
  /** `keep` takes the field out again. */
  const put = <K extends keyof BulkChange>(name: K, written: string, value: BulkChange[K]) =>
    setChange(({ [name]: _, ...rest }) => (written === KEEP ? rest : { ...rest, [name]: value }));
  const apply = async () => {
    setBusy(true);
    const done = await send(ids, all);
    setBusy(false);
    onClose(done);
  };
  return (
    <Dialog open onClose={() => onClose(false)} title={t('editTitle', { count: ids.length })} closeLabel={app('close')}>
      <p className="text-14 text-text-2">{t('editHint')}</p>
      <Choice
        label={form('visibility')}
        onChange={(value) => {
          put('visibility', value, value as BulkChange['visibility']);
          setPassword('');
          setChange(({ viewerListId: _, ...rest }) => rest);
        }}
      >
        {CONTENT_VISIBILITIES.map((visibility) => (
          <option key={visibility} value={visibility}>
            {form(visibility)}
          </option>
        ))}
      </Choice>
      {change.visibility === 'password' && (
        <PasswordField
          label={form('thePassword')}
          value={password}
          maxLength={200}
          autoComplete="off"
          hint={t('passwordHint')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      {change.visibility === 'members' && (
        <ListChoice
          value={change.viewerListId ?? ''}
          error={null}
          onChange={(viewerListId) => put('viewerListId', 'set', viewerListId)}
        />
      )}
      <Field
        label={form('scheduleAt')}
        type="datetime-local"
        value={when}
        min={toLocalInput(new Date())}
        error={past ? form('schedulePast') : null}
        onChange={(event) => setWhen(event.currentTarget.value)}
      />
      <Choice
        label={form('category')}
        onChange={(value) => put('category', value, value === NONE ? null : (value as BulkChange['category']))}
      >
        <option value={NONE}>{form('categoryNone')}</option>
        {CATEGORIES.map((category) => (
          <option key={category} value={category}>
            {categories(category)}
          </option>
        ))}
      </Choice>
      <Choice label={form('language')} onChange={(value) => put('language', value, value === NONE ? null : value)}>
        <option value={NONE}>{form('languageNone')}</option>
        {offeredLanguages(locale).map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice label={form('licence')} onChange={(value) => put('licence', value, value as BulkChange['licence'])}>
        {LICENCES.map((licence) => (
          <option key={licence} value={licence}>
            {licences(licence)}
          </option>
        ))}
      </Choice>
      <TagField
        label={t('addTags')}
        tags={change.addTags ?? []}
        error={null}
        onChange={(tags) => put('addTags', tags.length > 0 ? 'set' : KEEP, tags)}
      />
      <TagField
        label={t('removeTags')}
        tags={change.removeTags ?? []}
        error={null}
        onChange={(tags) => put('removeTags', tags.length > 0 ? 'set' : KEEP, tags)}
      />
      {SWITCHES.map((name) => (
        <Choice key={name} label={t(`switches.${name}`)} onChange={(value) => put(name, value, value === 'on')}>
          <option value="on">{t('on')}</option>
          <option value="off">{t('off')}</option>
        </Choice>
      ))}
      {channels.length > 1 && (
        <Choice label={form('channel')} onChange={(value) => put('channelId', value, value)}>
          {channels.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      <div className="flex flex-wrap gap-2 pt-1">
        <Button variant="ink" busy={busy} disabled={nothing || past} onClick={() => void apply()}>
          {t('apply', { count: ids.length })}
        </Button>
      </div>
    </Dialog>
  );
}

function Choice(props: { label: string; onChange: (value: string) => void; children: ReactNode }) {
  const t = useTranslations('content');
  const [value, setValue] = useState(KEEP);
  return (
    <Select
      label={props.label}
      value={value}
      onChange={(event) => {
        setValue(event.currentTarget.value);
        props.onChange(event.currentTarget.value);
      }}
    >
      <option value={KEEP}>{t('keep')}</option>
      {props.children}
    </Select>
  );
}
