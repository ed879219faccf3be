import { Button, buttonClass, Field, Notice } from '@kinora/ui';
import { EnvelopeSimpleIcon } from '@phosphor-icons/react/dist/csr/EnvelopeSimple';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { FormError } from './form-error.tsx';

export function ForgotPage() {
  const t = useTranslations('mailLinks');
  const auth = useTranslations('auth');
  const describe = useDescribeError();
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [sentTo, setSentTo] = useState<string>();
  useTitle(t('forgotTitle'));
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = `${new FormData(event.currentTarget).get('email')}`.trim();
    const isAddress = /^\S+@\S+$/.test(email);
    setWrong(isAddress ? undefined : auth('emailWrong'));
    if (!isAddress) return;
    setBusy(true);
    setFailure(null);
    try {
      await client.identity.requestPasswordReset(email);
      setSentTo(email);
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <AuthFrame
      title={t('forgotTitle')}
      text={t('forgotText')}
      foot={
        <Link to="/login" className="font-semibold text-link hover:underline">
          {t('backToLogIn')}
        </Link>
      }
    >
      {sentTo ? (
        <>
          <Notice tone="success" role="status" icon={<EnvelopeSimpleIcon size={20} aria-hidden />}>
            {t('forgotSent', { email: sentTo })}
          </Notice>
          <Link to="/login" className={buttonClass('ink', 'large')}>
            {auth('logIn')}
          </Link>
        </>
      ) : (
        <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
          <Field
            label={auth('email')}
            name="email"
            type="email"
            autoComplete="username"
            autoFocus
            large
            error={wrong}
          />
          <FormError text={failure ? describe(failure) : undefined} />
          <Button type="submit" variant="ink" size="large" busy={busy}>
            {t('forgotSend')}
          </Button>
        </form>
      )}
    </AuthFrame>
  );
}
