import type { Proof } from '@kinora/sdk';
import { Button, Dialog, useToast } from '@kinora/ui';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { ProofForm } from './proof-form.tsx';
import { leave } from './session-actions.ts';
import { useSecurity } from './use-security.ts';

const GOES = ['goesVideos', 'goesChannels', 'goesProfile', 'goesHistory'] as const;

export function DeleteAccountSection({ email }: { email: string }) {
  const t = useTranslations('account');
  const app = useTranslations('app');
  const formats = useFormats();
  const toast = useToast();
  const navigate = useNavigate();
  const withCode = Boolean(useSecurity().data?.totpSince);
  const [asking, setAsking] = useState(false);
  const remove = async (proof: Proof) => {
    const leavesAt = await leave(proof);
    await navigate({ to: '/' });
    toast({ text: t('leaving', { date: formats.date(leavesAt) }) });
  };
  return (
    <div className="flex flex-col items-start gap-4">
      <ul className="flex list-disc flex-col gap-1 ps-5 text-15">
        {GOES.map((what) => (
          <li key={what}>{t(what)}</li>
        ))}
      </ul>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t('delete')}
      </Button>
      {asking && (
        <Dialog open onClose={() => setAsking(false)} title={t('deleteTitle')} closeLabel={app('close')} wide>
          <p className="text-14 text-text-2">{t('deleteAsk')}</p>
          <ProofForm
            purpose="leave"
            email={email}
            withCode={withCode}
            danger
            submit={t('deleteNow')}
            onProof={remove}
          />
        </Dialog>
      )}
    </div>
  );
}
