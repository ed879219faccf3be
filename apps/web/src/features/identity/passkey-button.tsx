import { Button } from '@kinora/ui';
import { FingerprintIcon } from '@phosphor-icons/react/dist/csr/Fingerprint';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { PromptClosed, showPasskey } from './passkey-prompt.ts';
import { logInWithPasskey } from './session-actions.ts';

/** The first way in; the password stays below it. */
export function PasskeyButton(props: { onDone: () => Promise<void>; onFailed: (text: string | undefined) => void }) {
  const t = useTranslations('auth');
  const describe = useDescribeError();
  const [busy, setBusy] = useState(false);
  const show = async () => {
    setBusy(true);
    props.onFailed(undefined);
    try {
      await logInWithPasskey(await showPasskey());
      await props.onDone();
    } catch (error) {
      setBusy(false);
      props.onFailed(error instanceof PromptClosed ? t('passkeyStopped') : describe(error));
    }
  };
  return (
    <>
      <Button
        variant="ink"
        size="large"
        busy={busy}
        icon={<FingerprintIcon size={22} aria-hidden />}
        onClick={() => void show()}
      >
        {t('withPasskey')}
      </Button>
      <p className="flex items-center gap-4 text-14 text-text-2 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('orPassword')}
      </p>
    </>
  );
}
