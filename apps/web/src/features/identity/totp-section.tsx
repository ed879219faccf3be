import type { Proof } from '@kinora/sdk';
import { Button, Dialog, ErrorState, Skeleton, useToast } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { queryClient } from '../../app/queries.ts';
import { ProofForm } from './proof-form.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpTotpDialog } from './set-up-totp-dialog.tsx';
import { SECURITY_KEY, useSecurity } from './use-security.ts';

export function TotpSection({ email }: { email: string }) {
  const t = useTranslations('security');
  const describe = useDescribeError();
  const formats = useFormats();
  const toast = useToast();
  const [open, setOpen] = useState<'set-up' | 'renew' | 'remove' | null>(null);
  const query = useSecurity();
  const refresh = () => void queryClient.invalidateQueries({ queryKey: SECURITY_KEY });
  const close = () => setOpen(null);
  const remove = async (proof: Proof) => {
    await client.security.removeTotp(proof);
    close();
    toast({ text: t('appRemoved') });
    refresh();
  };
  if (query.isPending) return <Skeleton className="h-10 w-40" />;
  if (query.isError) return <ErrorState title={describe(query.error)} text="" />;
  const { totpSince, recoveryCodesLeft: count } = query.data;
  return (
    <div className="flex flex-col items-start gap-4">
      {totpSince === null ? (
        <Button variant="tonal" onClick={() => setOpen('set-up')}>
          {t('appSetUp')}
        </Button>
      ) : (
        <>
          <p className="text-15">
            {t('appSince', { date: formats.date(totpSince) })} {t('codesLeft', { count })}
          </p>
          <div className="flex flex-wrap gap-3">
            <Button variant="tonal" onClick={() => setOpen('renew')}>
              {t('codesRenew')}
            </Button>
            <Button variant="line" onClick={() => setOpen('remove')}>
              {t('appRemove')}
            </Button>
          </div>
        </>
      )}
      {open === 'set-up' && <SetUpTotpDialog email={email} onDone={refresh} onClose={close} />}
      {open === 'renew' && <RenewDialog email={email} onDone={refresh} onClose={close} />}
      {open === 'remove' && <RemoveDialog email={email} onProof={remove} onClose={close} />}
    </div>
  );
}

function RenewDialog(props: { email: string; onDone: () => void; onClose: () => void }) {
  const t = useTranslations('security');
  const app = useTranslations('app');
  const [codes, setCodes] = useState<string[]>();
  const renew = async (proof: Proof) => {
    setCodes(await client.security.renewRecoveryCodes(proof));
    props.onDone();
  };
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={codes ? t('codesTitle') : t('renewTitle')}
      closeLabel={app('close')}
      wide
    >
      {codes ? (
        <RecoveryCodes codes={codes} onKept={props.onClose} />
      ) : (
        <>
          <p className="text-14 text-text-2">{t('renewText')}</p>
          <ProofForm purpose="renew-recovery-codes" email={props.email} withCode submit={t('goOn')} onProof={renew} />
        </>
      )}
    </Dialog>
  );
}

function RemoveDialog(props: { email: string; onProof: (proof: Proof) => Promise<void>; onClose: () => void }) {
  const t = useTranslations('security');
  const app = useTranslations('app');
  return (
    <Dialog open onClose={props.onClose} title={t('removeTitle')} closeLabel={app('close')} wide>
      <p className="text-14 text-text-2">{t('removeText')}</p>
      <ProofForm
        purpose="remove-totp"
        email={props.email}
        withCode
        danger
        submit={t('appRemove')}
        onProof={props.onProof}
      />
    </Dialog>
  );
}
