import type { MailSettings, MailState } from '@kinora/sdk';
import { Button, Field, Notice, Select } from '@kinora/ui';
import { CheckCircleIcon } from '@phosphor-icons/react/dist/csr/CheckCircle';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskDialog } from '../../app/ask-dialog.tsx';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { type FormErrors, formErrors } from '../../app/form-errors.ts';
import { queryClient } from '../../app/queries.ts';
import { FormError } from '../identity/form-error.tsx';
import { PasswordField } from '../identity/password-field.tsx';
import { MAIL_KEY } from './mail-key.ts';

const PORTS = { tls: 465, starttls: 587, none: 25 } as const;
type FieldName = 'host' | 'port' | 'user' | 'password' | 'fromAddress' | 'security';
type Errors = FormErrors<FieldName>;

/** Those that the server may name. */
const FIELDS: readonly FieldName[] = ['host', 'port', 'user', 'fromAddress'];
const FIELD_OF_CODE: Record<string, FieldName> = {
  'identity.mail_password_missing': 'password',
  'identity.mail_password_in_the_open': 'security',
};

/** One press keeps the settings and sends a mail to oneself: what is wrong is seen at once. */
export function MailServerForm(props: { settings: MailSettings | null; source: MailState['source'] }) {
  const t = useTranslations('mail');
  const describe = useDescribeError();
  const { settings } = props;
  const [security, setSecurity] = useState(settings?.security ?? 'starttls');
  const [port, setPort] = useState(`${settings?.port ?? PORTS.starttls}`);
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  const [sentTo, setSentTo] = useState<string>();
  const [leaving, setLeaving] = useState(false);

  const refresh = () => queryClient.invalidateQueries({ queryKey: MAIL_KEY });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => `${data.get(name) ?? ''}`.trim();
    const wish = { host: text('host'), port: Number(port), security, user: text('user') || null };
    const fromAddress = text('fromAddress');
    const password = `${data.get('password') ?? ''}`;
    const found: Errors = {
      ...(wish.host === '' ? { host: t('hostEmpty') } : {}),
      ...(/^\d{1,5}$/.test(port) && wish.port > 0 ? {} : { port: t('portWrong') }),
      ...(/^\S+@\S+$/.test(fromAddress) ? {} : { fromAddress: t('fromWrong') }),
    };
    setErrors(found);
    setSentTo(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await client.mail.connect({ ...wish, fromAddress, ...(password === '' ? {} : { password }) });
      setSentTo(await client.mail.sendTest());
    } catch (error) {
      setErrors(formErrors(error, { fields: FIELDS, fieldOfCode: FIELD_OF_CODE, describe }));
    }
    setBusy(false);
    await refresh();
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-160 flex-col gap-5">
      {props.source === 'environment' && <p className="text-14 text-text-2">{t('fromEnvironment')}</p>}
      <div className="grid grid-cols-[1fr_120px] gap-4">
        <Field
          label={t('host')}
          name="host"
          placeholder="mail.example.org"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={253}
          defaultValue={settings?.host}
          error={errors.host}
        />
        <Field
          label={t('port')}
          name="port"
          inputMode="numeric"
          maxLength={5}
          value={port}
          onChange={(event) => setPort(event.currentTarget.value.trim())}
          error={errors.port}
        />
      </div>
      <Select
        label={t('security')}
        hint={t(`securityHint.${security}`)}
        error={errors.security}
        value={security}
        onChange={(event) => {
          const chosen = event.currentTarget.value as MailSettings['security'];
          if (port === `${PORTS[security]}`) setPort(`${PORTS[chosen]}`);
          setSecurity(chosen);
        }}
      >
        {(['starttls', 'tls', 'none'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`securities.${one}`)}
          </option>
        ))}
      </Select>
      <div className="grid grid-cols-2 gap-4 max-phone:grid-cols-1">
        <Field
          label={t('user')}
          name="user"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          hint={t('userHint')}
          defaultValue={settings?.user ?? ''}
          error={errors.user}
        />
        <PasswordField
          name="password"
          autoComplete="new-password"
          hint={settings?.user ? t('passwordKept') : undefined}
          error={errors.password}
        />
      </div>
      <Field
        label={t('fromAddress')}
        name="fromAddress"
        type="email"
        autoComplete="off"
        maxLength={254}
        hint={t('fromHint')}
        defaultValue={settings?.fromAddress}
        error={errors.fromAddress}
      />
      <FormError text={errors.form} />
      {sentTo && (
        <Notice tone="success" role="status" icon={<CheckCircleIcon size={20} weight="fill" aria-hidden />}>
          {t('testSent', { email: sentTo })}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="ink" busy={busy}>
          {t('connect')}
        </Button>
        {props.source === 'settings' && (
          <Button variant="ghost" onClick={() => setLeaving(true)}>
            {t('disconnect')}
          </Button>
        )}
      </div>
      {leaving && (
        <AskDialog
          title={t('disconnectTitle')}
          text={t('disconnectText')}
          act={t('disconnect')}
          done={t('disconnected')}
          onAct={() => client.mail.disconnect().finally(refresh)}
          onClose={() => setLeaving(false)}
        />
      )}
    </form>
  );
}
