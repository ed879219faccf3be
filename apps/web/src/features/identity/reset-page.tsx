import { ApiError } from '@kinora/sdk';
import { Button, buttonClass, Notice } from '@kinora/ui';
import { CheckCircleIcon } from '@phosphor-icons/react/dist/csr/CheckCircle';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client, sessionStore } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { FormError } from './form-error.tsx';
import { missingCharacters } from './missing-characters.ts';
import { PasswordField } from './password-field.tsx';
import { useLinkToken } from './use-link-token.ts';

export function ResetPage() {
  const t = useTranslations('mailLinks');
  const auth = useTranslations('auth');
  const describe = useDescribeError();
  const token = useLinkToken();
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<string>();
  useTitle(t('resetTitle'));
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const newPassword = `${new FormData(event.currentTarget).get('password')}`;
    const missing = missingCharacters(newPassword);
    setWrong(missing > 0 ? auth('passwordShort', { missing }) : undefined);
    setFailure(null);
    if (missing > 0) return;
    setBusy(true);
    try {
      setDone(await client.identity.resetPassword({ token, newPassword }));
      // Whoever was signed in here has been signed out with all others.
      client.resetAuth();
      sessionStore.set(null);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'identity.weak_password') setWrong(describe(error));
      else setFailure(error);
    }
    setBusy(false);
  };
  const isOver = token === '' || (failure instanceof ApiError && failure.code === 'identity.link_invalid');
  return (
    <AuthFrame title={t('resetTitle')} text={t('resetText')}>
      {done ? (
        <>
          <Notice tone="success" role="status" icon={<CheckCircleIcon size={20} weight="fill" aria-hidden />}>
            {t('resetDone', { email: done })}
          </Notice>
          <Link to="/login" className={buttonClass('ink', 'large')}>
            {auth('logIn')}
          </Link>
        </>
      ) : isOver ? (
        <>
          <FormError text={t('linkOver')} />
          <Link to="/forgot" className={buttonClass('ink', 'large')}>
            {t('forgotAgain')}
          </Link>
        </>
      ) : (
        <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
          <PasswordField
            name="password"
            label={t('newPassword')}
            autoComplete="new-password"
            autoFocus
            large
            hint={auth('passwordHint')}
            error={wrong}
          />
          <FormError text={failure ? describe(failure) : undefined} />
          <Button type="submit" variant="ink" size="large" busy={busy}>
            {t('resetSave')}
          </Button>
        </form>
      )}
    </AuthFrame>
  );
}
