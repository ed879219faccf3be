import { ApiError } from '@kinora/sdk';
import { Button, Field } from '@kinora/ui';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { finishLogIn } from './session-actions.ts';

/** The code that follows the password. `onOver` says why another password is needed first. */
export function SecondStepForm(props: {
  challenge: string;
  onDone: () => Promise<void>;
  onBack: () => void;
  onOver: (text: string) => void;
}) {
  const t = useTranslations('auth');
  const describe = useDescribeError();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = `${new FormData(event.currentTarget).get('code')}`.trim();
    if (code === '') return setError(t('codeEmpty'));
    setBusy(true);
    setError(null);
    try {
      await finishLogIn({ challenge: props.challenge, code });
      await props.onDone();
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 401) return props.onOver(describe(failure));
      setError(describe(failure));
      setBusy(false);
      requestAnimationFrame(() => field.current?.select());
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <Field
        ref={field}
        label={t('code')}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        maxLength={40}
        hint={t('codeLost')}
        autoFocus
        large
        error={error}
      />
      <Button type="submit" variant="ink" size="large" busy={busy}>
        {t('codeConfirm')}
      </Button>
      <Button variant="ghost" onClick={props.onBack}>
        {t('codeBack')}
      </Button>
    </form>
  );
}
