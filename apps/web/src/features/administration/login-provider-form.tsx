import { Button, Field, Switch, useToast } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { FormError } from '../identity/form-error.tsx';
import { PasswordField } from '../identity/password-field.tsx';

const NAMES = ['name', 'issuer', 'clientId', 'clientSecret'] as const;
type Errors = Partial<Record<(typeof NAMES)[number] | 'form', string>>;

export function LoginProviderForm({ onAdded }: { onAdded: () => Promise<void> }) {
  const t = useTranslations('logins');
  const describe = useDescribeError();
  const toast = useToast();
  const [makesAccounts, setMakesAccounts] = useState(false);
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const text = (name: string) => `${data.get(name) ?? ''}`.trim();
    const found: Errors = Object.fromEntries(
      NAMES.filter((name) => text(name) === '').map((name) => [name, t('empty')]),
    );
    if (!found.issuer && !/^https?:\/\/./.test(text('issuer'))) found.issuer = t('issuerWrong');
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const { name } = await client.loginProviders.add({
        name: text('name'),
        issuer: text('issuer'),
        clientId: text('clientId'),
        clientSecret: text('clientSecret'),
        scopes: text('scopes') || 'openid email profile',
        makesAccounts,
      });
      form.reset();
      setMakesAccounts(false);
      toast({ text: t('added', { name }) });
      await onAdded();
    } catch (error) {
      setErrors({ form: describe(error) });
    }
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <Field label={t('name')} name="name" hint={t('nameHint')} maxLength={50} error={errors.name} />
      <Field
        label={t('issuer')}
        name="issuer"
        type="url"
        dir="ltr"
        hint={t('issuerHint')}
        placeholder="https://accounts.example.org"
        maxLength={500}
        error={errors.issuer}
      />
      <Field
        label={t('clientId')}
        name="clientId"
        dir="ltr"
        autoComplete="off"
        maxLength={500}
        error={errors.clientId}
      />
      <PasswordField
        label={t('clientSecret')}
        name="clientSecret"
        autoComplete="off"
        maxLength={1000}
        error={errors.clientSecret}
      />
      <Field label={t('scopes')} name="scopes" dir="ltr" defaultValue="openid email profile" maxLength={500} />
      <div>
        <Switch label={t('makesAccounts')} on={makesAccounts} onChange={setMakesAccounts} />
        <p className="text-13 text-text-3">{t('makesAccountsHint')}</p>
      </div>
      <FormError text={errors.form} />
      <Button type="submit" variant="ink" className="self-start" busy={busy}>
        {t('addButton')}
      </Button>
    </form>
  );
}
