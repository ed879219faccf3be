import { Button, Dialog, Field, Segments } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { parseGigabytes } from './parse-gigabytes.ts';

type Choice = 'default' | 'own' | 'any';

const BYTES_PER_GB = 1e9;

export interface QuotaDialogProps {
  title: string;
  /** In bytes; null: as much as there is room for; undefined: as all others. */
  value: number | null | undefined;
  /** Whether it can be as all others'. */
  withDefault: boolean;
  save: (value: number | null | undefined) => Promise<void>;
  onClose: () => void;
}

/** How much may be kept: as all others, a number of gigabytes, or as much as there is room for. */
export function QuotaDialog({ title, value, withDefault, save, onClose }: QuotaDialogProps) {
  const t = useTranslations('storage');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const [choice, setChoice] = useState<Choice>(value === undefined ? 'default' : value === null ? 'any' : 'own');
  const [gigabytes, setGigabytes] = useState(value ? String(value / BYTES_PER_GB) : '');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const own = parseGigabytes(gigabytes);
    if (choice === 'own' && own === undefined) return setError(t('wrongSize'));
    setBusy(true);
    try {
      await save({ default: undefined, any: null, own: own ?? null }[choice]);
      onClose();
    } catch (failure) {
      setError(describe(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={title} closeLabel={app('close')}>
      <form className="flex flex-col gap-5" onSubmit={(event) => void submit(event)}>
        <Segments
          label={t('quota')}
          value={choice}
          onChange={(chosen) => {
            setChoice(chosen);
            setError(null);
          }}
          options={[
            ...(withDefault ? [{ value: 'default' as const, label: t('asDefault') }] : []),
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
