import type { Registration } from '@kinora/sdk';
import { Button, Field } from '@kinora/ui';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { type FormErrors, formErrors } from '../../app/form-errors.ts';
import { handleFrom, isHandle } from '../channels/handle.ts';
import { FormError } from './form-error.tsx';
import { missingCharacters } from './missing-characters.ts';
import { PasswordField } from './password-field.tsx';
import { register } from './session-actions.ts';

type FieldName = 'displayName' | 'handle' | 'email' | 'password';
type Errors = FormErrors<FieldName>;

/** Those that the server may name. */
const FIELDS: readonly FieldName[] = ['displayName', 'handle', 'email', 'password'];
const FIELD_OF_CODE: Record<string, FieldName> = {
  'identity.email_taken': 'email',
  'identity.weak_password': 'password',
  'identity.handle_taken': 'handle',
  'channels.handle_taken': 'handle',
};

export interface RegistrationFormProps {
  setupToken?: string;
  invitationToken?: string;
  /** Where it is known already. */
  email?: string;
  submitLabel: string;
  onDone: () => Promise<void>;
  /** Somebody has to accept it first. */
  onWaiting?: (email: string) => void;
}

export function RegistrationForm(props: RegistrationFormProps) {
  const { setupToken, invitationToken, submitLabel, onDone } = props;
  const t = useTranslations('auth');
  const channel = useTranslations('channel');
  const describe = useDescribeError();
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  const [handle, setHandle] = useState({ value: '', touched: false });
  const form = useRef<HTMLFormElement>(null);

  const fail = (found: Errors) => {
    setErrors(found);
    setBusy(false);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const check = (registration: Registration): Errors => {
    const found: Errors = {};
    const missing = missingCharacters(registration.password);
    if (registration.displayName === '') found.displayName = t('displayNameEmpty');
    if (registration.handle !== undefined && !isHandle(registration.handle)) found.handle = channel('handleWrong');
    if (!/^\S+@\S+\.\S+$|^\S+@localhost$/.test(registration.email)) found.email = t('emailWrong');
    if (missing > 0) found.password = t('passwordShort', { missing });
    return found;
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const registration: Registration = {
      displayName: `${data.get('displayName')}`.trim(),
      email: `${data.get('email')}`.trim(),
      password: `${data.get('password')}`,
      handle: handle.value === '' ? undefined : handle.value,
      setupToken,
      invitationToken,
    };
    const found = check(registration);
    if (Object.keys(found).length > 0) return fail(found);
    setBusy(true);
    setErrors({});
    try {
      if (await register(registration)) await onDone();
      else props.onWaiting?.(registration.email);
    } catch (error) {
      fail(formErrors(error, { fields: FIELDS, fieldOfCode: FIELD_OF_CODE, describe }));
    }
  };
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <Field
        label={t('displayName')}
        name="displayName"
        autoComplete="name"
        autoFocus
        large
        maxLength={80}
        hint={t('displayNameHint')}
        error={errors.displayName}
        onChange={(event) => {
          if (!handle.touched) setHandle({ value: handleFrom(event.currentTarget.value), touched: false });
        }}
      />
      <Field
        label={t('handle')}
        name="handle"
        prefix="@"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        large
        maxLength={30}
        hint={t('handleHint')}
        error={errors.handle}
        value={handle.value}
        onChange={(event) => setHandle({ value: event.currentTarget.value.trim(), touched: true })}
      />
      <Field
        label={t('email')}
        name="email"
        type="email"
        autoComplete="username"
        large
        defaultValue={props.email}
        error={errors.email}
      />
      <PasswordField
        name="password"
        autoComplete="new-password"
        large
        hint={t('passwordHint')}
        error={errors.password}
      />
      <FormError text={errors.form} />
      <Button type="submit" variant="ink" size="large" busy={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}
