import { Button, Dialog, Field } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { CopyField } from '../../app/copy-field.tsx';
import { useDescribeError } from '../../app/describe-error.ts';
import { workerCommand } from './worker-command.ts';

/** Makes a token for a machine elsewhere and shows, this once, what to type there. */
export function InviteWorkerDialog({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const t = useTranslations('workers');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const [name, setName] = useState('');
  const [token, setToken] = useState<string>();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      setToken((await client.admin.createWorkerToken(name.trim())).token);
      onMade();
    } catch (failure) {
      setError(describe(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('inviteTitle')} closeLabel={app('close')} wide>
      {token ? (
        <div className="flex flex-col gap-4">
          <p className="text-14 text-text-2">{t('inviteOnce')}</p>
          <CopyField
            label={t('command')}
            value={workerCommand(location.origin, token)}
            copy={t('copy')}
            copied={t('copied')}
          />
        </div>
      ) : (
        <form className="flex flex-col gap-5" onSubmit={(event) => void make(event)}>
          <Field
            label={t('machine')}
            hint={t('machineHint')}
            value={name}
            maxLength={100}
            error={error}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setError(null);
            }}
          />
          <Button
            type="submit"
            variant="ink"
            className="self-end"
            busy={busy}
            offReason={name.trim() === '' ? t('machineEmpty') : null}
          >
            {t('inviteMake')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
