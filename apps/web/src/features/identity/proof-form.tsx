import { ApiError, type Proof } from '@kinora/sdk';
import { Button, Field } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { PasswordField } from './password-field.tsx';

/** Whoever changes how to log in shows the password or, with an app, a code. `onProof` throws where it is refused. */
export function ProofForm(props: {
  email: string;
  withCode: boolean;
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
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const shown = `${new FormData(event.currentTarget).get('proof')}`;
    if (shown.trim() === '') return setError(auth(byCode ? 'codeEmpty' : 'passwordEmpty'));
    setBusy(true);
    setError(null);
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
