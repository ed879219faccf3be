import { ApiError, type Channel } from '@kinora/sdk';
import { Button, Field, TextArea } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { SaveState } from '../../app/save-state.tsx';
import { useAutosave } from '../../app/use-autosave.ts';
import { isHandle } from './handle.ts';
import { channelChanged } from './queries.ts';

interface Change {
  name?: string;
  handle?: string;
  description?: string;
}

const LONGEST_NAME = 50;
const LONGEST_DESCRIPTION = 2000;

/** Saves itself; not the handle, because each change of it counts and is seen by everybody. */
export function ChannelForm({ channel }: { channel: Channel }) {
  const t = useTranslations('channel');
  const describe = useDescribeError();
  const [name, setName] = useState(channel.name);
  const [handle, setHandle] = useState(channel.handle);
  const [description, setDescription] = useState(channel.description);
  const send = async (change: Change) => {
    await channelChanged(await client.channels.update(channel.id, change), channel.handle);
  };
  const text = useAutosave<Change>(send);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const rename = async () => {
    setSaving(true);
    try {
      await send({ handle });
      setRefusal(null);
    } catch (failure) {
      setRefusal(failure);
    } finally {
      setSaving(false);
    }
  };
  const problem = (field: string, error: unknown) => {
    if (!error) return null;
    return (error instanceof ApiError && error.fieldError(field)) || describe(error);
  };
  const handleError =
    handle === channel.handle ? null : isHandle(handle) ? problem('handle', refusal) : t('handleWrong');
  return (
    <div className="flex flex-col gap-5">
      <Field
        label={t('name')}
        value={name}
        maxLength={LONGEST_NAME}
        aside={<SaveState state={text.state} />}
        error={name.trim() === '' ? t('nameEmpty') : problem('name', text.error)}
        onChange={(event) => {
          const value = event.currentTarget.value;
          setName(value);
          if (value.trim() !== '') text.change({ name: value.trim() });
        }}
        onBlur={() => void text.flush()}
      />
      <Field
        label={t('handle')}
        prefix="@"
        value={handle}
        maxLength={30}
        autoCapitalize="none"
        spellCheck={false}
        autoComplete="off"
        hint={t('handleHint', { address: `${location.host}/@${handle}` })}
        error={handleError}
        onChange={(event) => {
          setHandle(event.currentTarget.value.trim());
          setRefusal(null);
        }}
      />
      {handle !== channel.handle && (
        <div className="-mt-3 flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 basis-60 text-13 text-text-2">{t('handleKept', { handle: channel.handle })}</p>
          <Button onClick={() => setHandle(channel.handle)}>{t('handleBack')}</Button>
          <Button variant="ink" busy={saving} disabled={!isHandle(handle)} onClick={() => void rename()}>
            {t('handleSave')}
          </Button>
        </div>
      )}
      <TextArea
        label={t('description')}
        value={description}
        rows={6}
        maxLength={LONGEST_DESCRIPTION}
        hint={t('descriptionHint')}
        dir="auto"
        error={text.error instanceof ApiError ? text.error.fieldError('description') : null}
        onChange={(event) => {
          setDescription(event.currentTarget.value);
          text.change({ description: event.currentTarget.value });
        }}
        onBlur={() => void text.flush()}
      />
    </div>
  );
}
