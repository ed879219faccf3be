import { ApiError, type Channel, type ChannelLink } from '@kinora/sdk';
import { Button, Field } from '@kinora/ui';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { SaveState } from '../../app/save-state.tsx';
import { useAutosave } from '../../app/use-autosave.ts';
import { channelChanged } from './queries.ts';

const MOST_LINKS = 8;

interface Row extends ChannelLink {
  key: number;
}

/** Saves itself once every row is whole; rows that are half written wait beside it. */
export function LinksEditor({ channel }: { channel: Channel }) {
  const t = useTranslations('channel');
  const describe = useDescribeError();
  const lastKey = useRef(channel.links.length);
  const [rows, setRows] = useState<Row[]>(() => channel.links.map((link, key) => ({ ...link, key })));
  const saving = useAutosave<{ links: ChannelLink[] }>(async (change) => {
    await channelChanged(await client.channels.update(channel.id, change), channel.handle);
  });
  const change = (next: Row[]) => {
    setRows(next);
    const whole = next.filter(({ title, url }) => title.trim() !== '' || url.trim() !== '');
    if (whole.every(({ title, url }) => title.trim() !== '' && isWebAddress(url))) {
      saving.change({ links: whole.map(({ title, url }) => ({ title: title.trim(), url: url.trim() })) });
    }
  };
  const edit = (key: number, part: Partial<ChannelLink>) =>
    change(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const refused = saving.error;
  return (
    <fieldset className="m-0 flex flex-col gap-3 border-0 p-0">
      <legend className="flex w-full items-center justify-between gap-4 pb-2 text-13 font-semibold">
        {t('links')} <SaveState state={saving.state} />
      </legend>
      {rows.map((row, index) => (
        <div key={row.key} className="flex items-start gap-2 max-phone:flex-wrap">
          <div className="w-44 shrink-0 max-phone:w-full">
            <Field
              label={t('linkTitle', { number: index + 1 })}
              value={row.title}
              maxLength={50}
              error={row.title.trim() === '' && row.url.trim() !== '' ? t('linkTitleMissing') : null}
              onChange={(event) => edit(row.key, { title: event.currentTarget.value })}
              onBlur={() => void saving.flush()}
            />
          </div>
          <div className="min-w-0 flex-1">
            <Field
              label={t('linkUrl', { number: index + 1 })}
              type="url"
              inputMode="url"
              dir="ltr"
              placeholder="https://"
              value={row.url}
              maxLength={500}
              error={row.url.trim() !== '' && !isWebAddress(row.url) ? t('linkUrlWrong') : null}
              onChange={(event) => edit(row.key, { url: event.currentTarget.value })}
              onBlur={() => void saving.flush()}
            />
          </div>
          <Button
            variant="ghost"
            className="mt-6.5"
            aria-label={t('linkRemove', { number: index + 1 })}
            onClick={() => change(rows.filter(({ key }) => key !== row.key))}
          >
            <XIcon size={20} aria-hidden />
          </Button>
        </div>
      ))}
      {refused != null && (
        <p role="alert" className="text-13 text-danger">
          {(refused instanceof ApiError && refused.fieldError('links')) || describe(refused)}
        </p>
      )}
      {rows.length < MOST_LINKS && (
        <div>
          <Button onClick={() => setRows([...rows, { title: '', url: '', key: lastKey.current++ }])}>
            <PlusIcon size={20} aria-hidden />
            {t('linkAdd')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text.trim());
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
}
