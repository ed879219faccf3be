import type { ReportReason } from '@kinora/sdk';
import { Button, Dialog, TextArea, useToast } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { readGrant } from '../videos/grants.ts';

const REASONS: ReportReason[] = ['spam', 'harassment', 'hate', 'violence', 'sexual', 'danger', 'rights', 'other'];

export interface ReportDialogProps {
  thing: { kind: 'comment' | 'video'; id: string };
  videoId: string;
  onClose: () => void;
}

/** Asks why, and tells those who keep order on the site. */
export function ReportDialog({ thing, videoId, onClose }: ReportDialogProps) {
  const t = useTranslations('reports');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const toast = useToast();
  const [reason, setReason] = useState<ReportReason | null>(null);
  const [note, setNote] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (reason === null) return setError(t('reasonMissing'));
    setBusy(true);
    setError(null);
    try {
      await client.reports.send(thing, { reason, note: note.trim() }, readGrant(videoId));
      toast({ text: t('sent') });
      onClose();
    } catch (failure) {
      setError(describe(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t(thing.kind === 'comment' ? 'comment' : 'video')} closeLabel={app('close')}>
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void send(event)}>
        <fieldset className="flex flex-col">
          <legend className="pb-1 text-14 text-text-2">{t('why')}</legend>
          {REASONS.map((value) => (
            <label key={value} className="flex min-h-10 items-center gap-3 text-15">
              <input
                type="radio"
                name="reason"
                value={value}
                checked={reason === value}
                onChange={() => setReason(value)}
                className="size-5 shrink-0"
              />
              {t(`reasons.${value}`)}
            </label>
          ))}
        </fieldset>
        <TextArea
          label={t('note')}
          value={note}
          maxLength={1000}
          dir="auto"
          className="min-h-20"
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {error && (
          <p role="alert" className="text-14 text-danger">
            {error}
          </p>
        )}
        <Button type="submit" variant="ink" className="self-end" busy={busy}>
          {t('send')}
        </Button>
      </form>
    </Dialog>
  );
}
