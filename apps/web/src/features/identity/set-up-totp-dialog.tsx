import { Button, Dialog, Field } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { CopyField } from '../../app/copy-field.tsx';
import { useDescribeError } from '../../app/describe-error.ts';
import { ProofForm } from './proof-form.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type Step = { at: 'proof' } | { at: 'app'; secret: string; uri: string } | { at: 'codes'; codes: string[] };

/** Password, then the app shows that it has the secret, then the codes for when it is lost. */
export function SetUpTotpDialog(props: { email: string; onDone: () => void; onClose: () => void }) {
  const t = useTranslations('security');
  const app = useTranslations('app');
  const [step, setStep] = useState<Step>({ at: 'proof' });
  const title = step.at === 'codes' ? t('codesTitle') : t('setUpTitle');
  return (
    <Dialog open onClose={props.onClose} title={title} closeLabel={app('close')} wide>
      {step.at === 'proof' && (
        <>
          <p className="text-14 text-text-2">{t('proofText')}</p>
          <ProofForm
            purpose="add-totp"
            email={props.email}
            withCode={false}
            submit={t('goOn')}
            onProof={async (proof) => setStep({ at: 'app', ...(await client.security.offerTotp(proof)) })}
          />
        </>
      )}
      {step.at === 'app' && (
        <Confirm
          {...step}
          onConfirmed={(codes) => {
            setStep({ at: 'codes', codes });
            props.onDone();
          }}
        />
      )}
      {step.at === 'codes' && <RecoveryCodes codes={step.codes} onKept={props.onClose} />}
    </Dialog>
  );
}

function Confirm(props: { secret: string; uri: string; onConfirmed: (codes: string[]) => void }) {
  const t = useTranslations('security');
  const auth = useTranslations('auth');
  const describe = useDescribeError();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = `${new FormData(event.currentTarget).get('code')}`.trim();
    if (code === '') return setError(auth('codeEmpty'));
    setBusy(true);
    setError(null);
    try {
      props.onConfirmed(await client.security.confirmTotp(code));
    } catch (failure) {
      setError(describe(failure));
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <p className="text-14 text-text-2">{t('setUpScan')}</p>
      <QrCode text={props.uri} label={t('setUpPicture')} />
      <CopyField label={t('setUpSecret')} value={props.secret} copy={t('setUpCopy')} copied={t('setUpCopied')} />
      <Field
        label={t('setUpCode')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        dir="ltr"
        error={error}
      />
      <Button type="submit" variant="ink" className="self-end" busy={busy}>
        {t('setUpDone')}
      </Button>
    </form>
  );
}
