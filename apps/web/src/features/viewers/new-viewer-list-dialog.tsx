import { ApiError, type ViewerList } from '@kinora/sdk';
import { Button, Dialog, Field } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { viewerListsChanged } from './queries.ts';

export function NewViewerListDialog(props: { onMade: (list: ViewerList) => void; onClose: () => void }) {
  const t = useTranslations('viewers');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '') return;
    setBusy(true);
    try {
      const made = await client.viewerLists.create(name.trim());
      await viewerListsChanged();
      props.onMade(made);
      props.onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  const refused = error instanceof ApiError ? error.fieldError('name') : null;
  return (
    <Dialog open onClose={props.onClose} title={t('newTitle')} closeLabel={app('close')}>
      <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void make(event)}>
        <Field
          label={t('name')}
          value={name}
          maxLength={60}
          dir="auto"
          autoComplete="off"
          hint={t('nameHint')}
          error={tried && name.trim() === '' ? t('nameEmpty') : (refused ?? (error ? describe(error) : null))}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setError(null);
          }}
        />
        <Button type="submit" variant="ink" className="self-end" busy={busy}>
          {t('make')}
        </Button>
      </form>
    </Dialog>
  );
}
