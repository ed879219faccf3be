import { ApiError } from '@kinora/sdk';
import { Button, useToast } from '@kinora/ui';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { FormError } from './form-error.tsx';
import { missingCharacters } from './missing-characters.ts';
import { PasswordField } from './password-field.tsx';

interface Errors {
  current?: string;
  next?: string;
  form?: string;
}

const FIELD_OF_CODE: Record<string, keyof Errors> = {
  'identity.wrong_password': 'current',
  'identity.weak_password': 'next',
};

export function PasswordSection({ email }: { email: string }) {
  const t = useTranslations('settings');
  const auth = useTranslations('auth');
  const describe = useDescribeError();
  const toast = useToast();
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const fail = (found: Errors) => {
    setErrors(found);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const change = { currentPassword: `${data.get('current')}`, newPassword: `${data.get('next')}` };
    const missing = missingCharacters(change.newPassword);
    if (change.currentPassword === '') return fail({ current: auth('passwordEmpty') });
    if (missing > 0) return fail({ next: auth('passwordShort', { missing }) });
    setBusy(true);
    setErrors({});
    try {
      const count = await client.identity.changePassword(change);
      form.current?.reset();
      toast({ text: t('passwordChanged', { count }) });
      await queryClient.invalidateQueries({ queryKey: ['sessions'] });
    } catch (error) {
      const field = error instanceof ApiError ? FIELD_OF_CODE[error.code] : undefined;
      fail({ [field ?? 'form']: describe(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      {/* Password managers learn whose password it is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        name="current"
        label={t('currentPassword')}
        autoComplete="current-password"
        error={errors.current}
      />
      <PasswordField
        name="next"
        label={t('newPassword')}
        autoComplete="new-password"
        hint={auth('passwordHint')}
        error={errors.next}
      />
      <FormError text={errors.form} />
      <Button type="submit" variant="tonal" className="self-start" busy={busy}>
        {t('changePassword')}
      </Button>
    </form>
  );
}
