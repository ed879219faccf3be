import type { AccountStorage } from '@kinora/sdk';
import { Button, Dialog, Field, Segments } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { parseGigabytes } from './parse-gigabytes.ts';

type Choice = 'default' | 'own' | 'any';

const BYTES_PER_GB = 1e9;

/** How much one account may keep: as all others, a number of gigabytes, or as much as there is room for. */
export function QuotaDialog(props: { account: AccountStorage; onSaved: () => void; onClose: () => void }) {
  const { account, onClose } = props;
  const t = useTranslations('storage');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const { isOwnQuota, quotaBytes } = account;
  const [choice, setChoice] = useState<Choice>(!isOwnQuota ? 'default' : quotaBytes === null ? 'any' : 'own');
  const [gigabytes, setGigabytes] = useState(quotaBytes === null ? '' : String(quotaBytes / BYTES_PER_GB));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const own = parseGigabytes(gigabytes);
    if (choice === 'own' && own === undefined) return setError(t('wrongSize'));
    setBusy(true);
    try {
      await client.admin.setQuota(account.accountId, { default: undefined, any: null, own: own ?? null }[choice]);
      props.onSaved();
      onClose();
    } catch (failure) {
      setError(describe(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('quotaOf', { name: account.displayName })} closeLabel={app('close')}>
      <form className="flex flex-col gap-5" onSubmit={(event) => void save(event)}>
        <Segments
          label={t('quota')}
          value={choice}
          onChange={(chosen) => {
            setChoice(chosen);
            setError(null);
          }}
          options={[
            { value: 'default', label: t('asDefault') },
            { value: 'own', label: t('ownSize') },
            { value: 'any', label: t('any') },
          ]}
        />
        {choice === 'own' ? (
          <Field
            label={t('gigabytes')}
            hint={t('gigabytesHint')}
            inputMode="decimal"
            value={gigabytes}
            error={error}
            onChange={(event) => {
              setGigabytes(event.currentTarget.value);
              setError(null);
            }}
          />
        ) : (
          error && (
            <p role="alert" className="text-13 text-danger">
              {error}
            </p>
          )
        )}
        <Button type="submit" variant="ink" className="self-end" busy={busy}>
          {t('save')}
        </Button>
      </form>
    </Dialog>
  );
}
