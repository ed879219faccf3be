import { Button, Dialog, Field, useToast } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { describeDevice } from './describe-device.ts';
import { makePasskey, PasskeyKnown, PromptClosed } from './passkey-prompt.ts';
import { ProofForm } from './proof-form.tsx';

/** Password or code, then a name, then what the browser shows. */
export function AddPasskeyDialog(props: {
  email: string;
  withCode: boolean;
  onAdded: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('security');
  const app = useTranslations('app');
  const [proven, setProven] = useState(false);
  const [options, setOptions] = useState<Record<string, unknown>>({});
  return (
    <Dialog open onClose={props.onClose} title={t('passkeyAdd')} closeLabel={app('close')} wide>
      {proven ? (
        <Make options={options} onAdded={props.onAdded} onClose={props.onClose} />
      ) : (
        <>
          <p className="text-14 text-text-2">{t('proofText')}</p>
          <ProofForm
            purpose="add-passkey"
            email={props.email}
            withCode={props.withCode}
            submit={t('goOn')}
            onProof={async (proof) => {
              setOptions(await client.passkeys.offer(proof));
              setProven(true);
            }}
          />
        </>
      )}
    </Dialog>
  );
}

function Make(props: { options: Record<string, unknown>; onAdded: () => void; onClose: () => void }) {
  const t = useTranslations('security');
  const settings = useTranslations('settings');
  const describe = useDescribeError();
  const toast = useToast();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { browser, system } = describeDevice(navigator.userAgent);
  const usual = system ? settings('onSystem', { browser, system }) : browser;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = `${new FormData(event.currentTarget).get('name')}`.trim();
    if (name === '') return setError(t('passkeyNameEmpty'));
    setBusy(true);
    setError(null);
    try {
      await client.passkeys.add({ name, credential: await makePasskey(props.options) });
      toast({ text: t('passkeyAdded', { name }) });
      props.onAdded();
      props.onClose();
    } catch (failure) {
      setBusy(false);
      if (failure instanceof PromptClosed) return setError(t('passkeyStopped'));
      setError(failure instanceof PasskeyKnown ? t('passkeyKnown') : describe(failure));
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <Field
        label={t('passkeyName')}
        name="name"
        defaultValue={usual}
        maxLength={50}
        hint={t('passkeyNameHint')}
        autoFocus
        error={error}
      />
      <Button type="submit" variant="ink" className="self-end" busy={busy}>
        {t('passkeyMake')}
      </Button>
    </form>
  );
}
