import type { Proof, ProofPurpose } from '@kinora/sdk';
import { Button } from '@kinora/ui';
import { FingerprintIcon } from '@phosphor-icons/react/dist/csr/Fingerprint';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { FormError } from './form-error.tsx';
import { PromptClosed, promptForPasskey } from './passkey-prompt.ts';

/** Before the password, for who logs in with a passkey; it is asked for this act alone. */
export function ProofPasskey(props: {
  purpose: ProofPurpose;
  onProof: (proof: Proof) => Promise<void>;
  error: string | null;
  onFailed: (text: string | null) => void;
}) {
  const t = useTranslations('security');
  const auth = useTranslations('auth');
  const describe = useDescribeError();
  const [busy, setBusy] = useState(false);
  const show = async () => {
    setBusy(true);
    props.onFailed(null);
    try {
      await props.onProof({ passkey: await promptForPasskey(await client.security.askProof(props.purpose)) });
    } catch (error) {
      setBusy(false);
      props.onFailed(error instanceof PromptClosed ? t('proofPasskeyStopped') : describe(error));
    }
  };
  return (
    <>
      <Button variant="line" busy={busy} icon={<FingerprintIcon size={20} aria-hidden />} onClick={() => void show()}>
        {t('proofByPasskey')}
      </Button>
      <FormError text={props.error ?? undefined} />
      <p className="flex items-center gap-4 text-14 text-text-2 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {auth('orPassword')}
      </p>
    </>
  );
}
