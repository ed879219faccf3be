import type { Account } from '@kinora/sdk';
import { Button, useToast } from '@kinora/ui';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { FormError } from './form-error.tsx';
import { logOut, stay } from './session-actions.ts';

/** For whoever is about to leave; `children` is offered besides. */
export function KeepAccount({ account, children }: { account: Account; children?: ReactNode }) {
  const t = useTranslations('account');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const formats = useFormats();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const act = async (what: () => Promise<void>, done?: string) => {
    setBusy(true);
    setError(undefined);
    try {
      await what();
      if (done) toast({ text: done });
    } catch (failure) {
      setError(describe(failure));
    }
    setBusy(false);
  };
  return (
    <div className="flex flex-col items-start gap-6">
      <p className="text-16 text-text-2">
        {t('leavingText', { date: formats.date(account.leavesAt ?? ''), name: account.displayName })}
      </p>
      <FormError text={error} />
      <div className="flex flex-wrap gap-3">
        <Button variant="ink" size="large" busy={busy} onClick={() => void act(stay, t('kept'))}>
          {t('keep')}
        </Button>
        {children}
        <Button variant="ghost" size="large" busy={busy} onClick={() => void act(logOut)}>
          {app('logOut')}
        </Button>
      </div>
    </div>
  );
}
