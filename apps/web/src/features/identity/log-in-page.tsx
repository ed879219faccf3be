import { ApiError, SecondStepNeeded } from '@kinora/sdk';
import { Button, Field } from '@kinora/ui';
import { Link, useSearch } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { FormError } from './form-error.tsx';
import { useGoOn } from './next-place.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { passkeysWork } from './passkey-prompt.ts';
import { PasswordField } from './password-field.tsx';
import { ProviderButtons } from './provider-buttons.tsx';
import { SecondStepForm } from './second-step-form.tsx';
import { logIn } from './session-actions.ts';
import { useProblem } from './use-problem.ts';

interface Errors {
  email?: string;
  password?: string;
  form?: string;
}

export function LogInPage() {
  const t = useTranslations('auth');
  const describe = useDescribeError();
  const { next, problem } = useSearch({ from: '/login' });
  const told = useProblem(problem);
  const goOn = useGoOn(next);
  const [found, setErrors] = useState<Errors>();
  const errors = found ?? (told ? { form: told } : {});
  const [busy, setBusy] = useState(false);
  const [challenge, setChallenge] = useState(challengeInAddress);
  const form = useRef<HTMLFormElement>(null);
  useTitle(t('logIn'));

  const fail = (found: Errors) => {
    setErrors(found);
    setBusy(false);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const email = `${data.get('email')}`.trim();
    const password = `${data.get('password')}`;
    if (!/^\S+@\S+$/.test(email)) return fail({ email: t('emailWrong') });
    if (password === '') return fail({ password: t('passwordEmpty') });
    setBusy(true);
    setErrors({});
    try {
      await logIn({ email, password });
      await goOn();
    } catch (error) {
      if (error instanceof SecondStepNeeded) {
        setBusy(false);
        return setChallenge(error.challenge);
      }
      const wrong = error instanceof ApiError && error.status === 401;
      fail(wrong ? { password: describe(error) } : { form: describe(error) });
    }
  };
  if (challenge) {
    const back = (text?: string) => {
      setErrors(text ? { form: text } : {});
      setChallenge(undefined);
    };
    return (
      <AuthFrame title={t('codeTitle')} text={t('codeText')}>
        <SecondStepForm challenge={challenge} onDone={goOn} onBack={() => back()} onOver={back} />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      title={t('logInTitle')}
      text={t('logInText')}
      foot={
        <>
          {t('newHere')}{' '}
          <Link to="/register" search={{ next }} className="font-semibold text-link hover:underline">
            {t('makeAccount')}
          </Link>
        </>
      }
    >
      {passkeysWork() && <PasskeyButton onDone={goOn} onFailed={(text) => setErrors(text ? { form: text } : {})} />}
      <ProviderButtons next={next} onFailed={(text) => setErrors({ form: text })} />
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        <Field
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          large
          error={errors.email}
        />
        <PasswordField name="password" autoComplete="current-password" large error={errors.password} />
        <Link to="/forgot" className="-mt-2 self-start text-14 text-link hover:underline">
          {t('forgot')}
        </Link>
        <FormError text={errors.form} />
        <Button type="submit" variant={passkeysWork() ? 'tonal' : 'ink'} size="large" busy={busy}>
          {t('logIn')}
        </Button>
      </form>
    </AuthFrame>
  );
}

/** Whoever comes from a provider brings what a code is to follow. */
function challengeInAddress(): string | undefined {
  return /^#(challenge_[\w-]+)$/.exec(location.hash)?.[1];
}
