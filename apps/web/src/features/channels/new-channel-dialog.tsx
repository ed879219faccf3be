import { ApiError } from '@kinora/sdk';
import { Button, Dialog, Field } from '@kinora/ui';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { chooseChannel } from './chosen-channel.ts';
import { handleFrom, isHandle } from './handle.ts';

export function NewChannelDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('channel');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const handle = typed ?? handleFrom(name);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || !isHandle(handle)) return;
    setBusy(true);
    try {
      const made = await client.channels.create({ name: name.trim(), handle });
      await queryClient.invalidateQueries({ queryKey: ['my-channels'] });
      chooseChannel(made.id);
      onClose();
      await navigate({ to: '/studio/channel' });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const refused = (field: string) => (error instanceof ApiError ? error.fieldError(field) : null);
  const said = error && !refused('name') ? (refused('handle') ?? describe(error)) : null;
  return (
    <Dialog open onClose={onClose} title={t('addTitle')} closeLabel={app('close')}>
      <form className="flex flex-col gap-5" noValidate onSubmit={(event) => void save(event)}>
        <Field
          label={t('name')}
          value={name}
          maxLength={50}
          dir="auto"
          autoComplete="off"
          error={tried && name.trim() === '' ? t('nameEmpty') : refused('name')}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setError(null);
          }}
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
          error={tried && !isHandle(handle) ? t('handleWrong') : said}
          onChange={(event) => {
            setTyped(event.currentTarget.value.trim());
            setError(null);
          }}
        />
        <Button type="submit" variant="ink" className="self-end" busy={busy}>
          {t('create')}
        </Button>
      </form>
    </Dialog>
  );
}
