import { type Account, ApiError } from '@kinora/sdk';
import { Button, Field, Notice, useToast } from '@kinora/ui';
import { EnvelopeSimpleIcon } from '@phosphor-icons/react/dist/csr/EnvelopeSimple';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { FormError } from './form-error.tsx';
import { PasswordField } from './password-field.tsx';

/** The address of the account: whether it is proved, and another one. */
export function EmailSection({ account }: { account: Account }) {
  const t = useTranslations('settings');
  const toast = useToast();
  const describe = useDescribeError();
  const [changing, setChanging] = useState(false);
  const sendAgain = async () => {
    try {
      await client.identity.sendVerification();
      toast({ text: t('verificationSent', { email: account.email }) });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-15">
        <bdi className="font-semibold break-all">{account.email}</bdi>{' '}
        <span className="text-text-2">{account.emailVerified ? t('emailVerified') : t('emailUnverified')}</span>
      </p>
      {!account.emailVerified && (
        <Notice tone="info" icon={<EnvelopeSimpleIcon size={20} aria-hidden />}>
          <p>{t('emailUnverifiedText')}</p>
          <button
            type="button"
            onClick={() => void sendAgain()}
            className="-ms-2 flex h-10 items-center rounded-sm px-2 font-semibold text-link hover:underline"
          >
            {t('sendVerification')}
          </button>
        </Notice>
      )}
      {changing ? (
        <ChangeForm onDone={() => setChanging(false)} />
      ) : (
        <Button variant="tonal" className="self-start" onClick={() => setChanging(true)}>
          {t('changeEmail')}
        </Button>
      )}
    </div>
  );
}

function ChangeForm({ onDone }: { onDone: () => void }) {
  const t = useTranslations('settings');
  const auth = useTranslations('auth');
  const toast = useToast();
  const describe = useDescribeError();
  const [errors, setErrors] = useState<{ email?: string; password?: string; form?: string }>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const email = `${data.get('email')}`.trim();
    const currentPassword = `${data.get('password')}`;
    if (!/^\S+@\S+$/.test(email)) return setErrors({ email: auth('emailWrong') });
    if (currentPassword === '') return setErrors({ password: auth('passwordEmpty') });
    setBusy(true);
    setErrors({});
    try {
      await client.identity.changeEmail({ email, currentPassword });
      toast({ text: t('changeEmailSent', { email }) });
      onDone();
    } catch (error) {
      const wrong = error instanceof ApiError && error.code === 'identity.wrong_password';
      const email = error instanceof ApiError ? error.fieldError('email') : undefined;
      setErrors(wrong ? { password: describe(error) } : email ? { email } : { form: describe(error) });
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <Field
        label={t('newEmail')}
        name="email"
        type="email"
        autoComplete="email"
        autoFocus
        hint={t('newEmailHint')}
        error={errors.email}
      />
      <PasswordField
        name="password"
        label={t('currentPassword')}
        autoComplete="current-password"
        error={errors.password}
      />
      <FormError text={errors.form} />
      <div className="flex gap-2">
        <Button type="submit" variant="ink" busy={busy}>
          {t('sendLink')}
        </Button>
        <Button onClick={onDone}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
