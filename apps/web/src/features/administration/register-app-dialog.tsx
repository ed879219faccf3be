import { ApiError, type AppKind } from '@kinora/sdk';
import { Button, Dialog, Field, Segments, TextArea } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { CopyField } from '../../app/copy-field.tsx';
import { useDescribeError } from '../../app/describe-error.ts';

type Errors = Partial<Record<'name' | 'addresses', string>>;
type Made = Awaited<ReturnType<typeof client.apps.register>>;

/** What the program is and where people go back to; then what has to be written into it, the secret this once. */
export function RegisterAppDialog(props: { issuer: string; onAdded: () => void; onClose: () => void }) {
  const t = useTranslations('apps');
  const app = useTranslations('app');
  const [made, setMade] = useState<Made>();
  const copying = { copy: t('copy'), copied: t('copied') };
  return (
    <Dialog open onClose={props.onClose} title={t('register')} closeLabel={app('close')} wide>
      {made ? (
        <>
          <p className="text-14 text-text-2">{t(made.clientSecret ? 'onceTool' : 'onceNative')}</p>
          <CopyField label={t('issuer')} value={props.issuer} {...copying} />
          <CopyField label={t('clientId')} value={made.id} {...copying} />
          {made.clientSecret && <CopyField label={t('clientSecret')} value={made.clientSecret} {...copying} />}
          <Button variant="tonal" className="self-end" onClick={props.onClose}>
            {t('done')}
          </Button>
        </>
      ) : (
        <AppForm
          onMade={(one) => {
            setMade(one);
            props.onAdded();
          }}
        />
      )}
    </Dialog>
  );
}

function AppForm({ onMade }: { onMade: (made: Made) => void }) {
  const t = useTranslations('apps');
  const describe = useDescribeError();
  const [kind, setKind] = useState<AppKind>('tool');
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const name = `${data.get('name')}`.trim();
    const redirectUris = `${data.get('addresses')}`.split(/\s+/).filter(Boolean);
    const found: Errors = {
      ...(name === '' ? { name: t('nameEmpty') } : {}),
      ...(redirectUris.length === 0 ? { addresses: t('addressesEmpty') } : {}),
    };
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      onMade(await client.apps.register({ name, kind, redirectUris }));
    } catch (failure) {
      const refused = failure instanceof ApiError && failure.errors.some(({ path }) => path.startsWith('redirectUris'));
      setErrors(refused ? { addresses: t(`addressesWrong.${kind}`) } : { name: describe(failure) });
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <Field label={t('name')} name="name" hint={t('nameHint')} maxLength={50} autoFocus error={errors.name ?? null} />
      <div className="flex flex-col items-start gap-2">
        <Segments
          label={t('kind')}
          value={kind}
          onChange={setKind}
          options={(['tool', 'native'] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        <p className="text-13 text-text-3">{t(`kindHints.${kind}`)}</p>
      </div>
      <TextArea
        label={t('addresses')}
        name="addresses"
        dir="ltr"
        hint={t(`addressesHints.${kind}`)}
        maxLength={5000}
        error={errors.addresses ?? null}
      />
      <Button type="submit" variant="ink" className="self-end" busy={busy}>
        {t('registerButton')}
      </Button>
    </form>
  );
}
