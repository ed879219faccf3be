import type { Account, NewApiToken, Scope } from '@kinora/sdk';
import { Button, Dialog, Field, Select } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { CopyField } from '../../app/copy-field.tsx';
import { ProofForm } from './proof-form.tsx';
import { useScopeNames } from './scope-names.ts';

type Wish = Omit<NewApiToken, 'proof'>;

const DAYS = [30, 90, 365] as const;

/** What it may do, then password or code, then the token, which is shown this once. */
export function MakeApiTokenDialog(props: {
  account: Account;
  withCode: boolean;
  onMade: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('tokens');
  const security = useTranslations('security');
  const app = useTranslations('app');
  const [wish, setWish] = useState<Wish>();
  const [token, setToken] = useState<string>();
  return (
    <Dialog open onClose={props.onClose} title={t('makeTitle')} closeLabel={app('close')} wide>
      {!wish && <WishForm role={props.account.role} onWish={setWish} />}
      {wish && !token && (
        <>
          <p className="text-14 text-text-2">{security('proofText')}</p>
          <ProofForm
            purpose="create-token"
            email={props.account.email}
            withCode={props.withCode}
            submit={t('makeButton')}
            onProof={async (proof) => {
              setToken((await client.apiTokens.create({ ...wish, proof })).token);
              props.onMade();
            }}
          />
        </>
      )}
      {token && (
        <>
          <p className="text-14 text-text-2">{t('once')}</p>
          <CopyField label={t('token')} value={token} copy={t('copy')} copied={t('copied')} />
          <Button variant="tonal" className="self-end" onClick={props.onClose}>
            {t('kept')}
          </Button>
        </>
      )}
    </Dialog>
  );
}

function WishForm({ role, onWish }: { role: Account['role']; onWish: (wish: Wish) => void }) {
  const t = useTranslations('tokens');
  const security = useTranslations('security');
  const names = useScopeNames();
  const [errors, setErrors] = useState<{ name?: string; scopes?: string }>({});
  const scopes: Scope[] = ['read'];
  if (role !== 'viewer') scopes.push('upload');
  scopes.push('manage');
  if (role === 'moderator' || role === 'admin') scopes.push('admin');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const name = `${data.get('name')}`.trim();
    const chosen = data.getAll('scope').map(String) as Scope[];
    const days = DAYS.find((each) => `${each}` === data.get('days')) ?? null;
    const found = {
      ...(name === '' ? { name: security('passkeyNameEmpty') } : {}),
      ...(chosen.length === 0 ? { scopes: t('scopesEmpty') } : {}),
    };
    setErrors(found);
    if (Object.keys(found).length === 0) onWish({ name, scopes: chosen, days });
  };
  return (
    <form noValidate onSubmit={submit} onInput={() => setErrors({})} className="flex flex-col gap-5">
      <Field label={t('name')} name="name" hint={t('nameHint')} maxLength={50} autoFocus error={errors.name ?? null} />
      <fieldset className="flex flex-col gap-1" aria-describedby={errors.scopes ? 'scopes-error' : undefined}>
        <legend className="mb-1 text-14 font-medium">{t('may')}</legend>
        {scopes.map((scope) => (
          <label key={scope} className="flex min-h-10 items-center gap-2.5 text-15">
            <input type="checkbox" name="scope" value={scope} className="size-5 shrink-0" />
            {names.long(scope)}
          </label>
        ))}
        {errors.scopes && (
          <p id="scopes-error" role="alert" className="text-13 text-danger">
            {errors.scopes}
          </p>
        )}
      </fieldset>
      <Select label={t('end')} name="days" defaultValue="90">
        {DAYS.map((days) => (
          <option key={days} value={days}>
            {t('days', { days })}
          </option>
        ))}
        <option value="">{t('forever')}</option>
      </Select>
      <Button type="submit" variant="ink" className="self-end">
        {security('goOn')}
      </Button>
    </form>
  );
}
