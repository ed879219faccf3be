import { ApiError, type Proof, type ProofPurpose } from '@kinora/sdk';
import { Button, Field } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { passkeysWork } from './passkey-prompt.ts';
import { PasswordField } from './password-field.tsx';
import { ProofPasskey } from './proof-passkey.tsx';
import { useSecurity } from './use-security.ts';

/** Whoever changes how to log in shows the password, a passkey or, with an app, a code. `onProof` throws where it is refused. */
export function ProofForm(props: {
  email: string;
  withCode: boolean;
  purpose: ProofPurpose;
  danger?: boolean;
  submit: string;
  onProof: (proof: Proof) => Promise<void>;
}) {
  const t = useTranslations('security');
  const auth = useTranslations('auth');
  const describe = useDescribeError();
  const [byCode, setByCode] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [passkeyError, setPasskeyError] = useState<string | null>(null);
  const security = useSecurity();
  const withPasskey = passkeysWork() && (security.data?.passkeys ?? 0) > 0;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const shown = `${new FormData(event.currentTarget).get('proof')}`;
    if (shown.trim() === '') return setError(auth(byCode ? 'codeEmpty' : 'passwordEmpty'));
    setBusy(true);
    setError(null);
    setPasskeyError(null);
    try {
      await props.onProof(byCode ? { code: shown.trim() } : { password: shown });
    } catch (failure) {
      const wrong = failure instanceof ApiError && failure.code === 'kernel.validation_failed';
      setError(wrong ? auth('codeEmpty') : describe(failure));
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <input type="email" name="email" autoComplete="username" value={props.email} readOnly hidden />
      {withPasskey && !byCode && (
        <ProofPasskey purpose={props.purpose} onProof={props.onProof} error={passkeyError} onFailed={setPasskeyError} />
      )}
      {byCode ? (
        <Field
          key="code"
          label={t('proofCode')}
          name="proof"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          autoFocus
          error={error}
        />
      ) : (
        <PasswordField key="password" name="proof" autoComplete="current-password" autoFocus error={error} />
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        {props.withCode ? (
          <Button
            variant="ghost"
            onClick={() => {
              setByCode(!byCode);
              setError(null);
              setPasskeyError(null);
            }}
          >
            {byCode ? t('proofByPassword') : t('proofByCode')}
          </Button>
        ) : (
          <span />
        )}
        <Button type="submit" variant={props.danger ? 'danger' : 'ink'} busy={busy}>
          {props.submit}
        </Button>
      </div>
    </form>
  );
}
