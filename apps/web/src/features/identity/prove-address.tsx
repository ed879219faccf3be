import type { Account } from '@kinora/sdk';
import { Button, EmptyState, useToast } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client, tellOtherTabs } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useAccount } from '../../app/use-session.ts';
import { useInstance } from '../instance/queries.ts';

/** The account, where it has to prove its address before it uploads. */
export function useUnproven(): Account | null {
  const account = useAccount();
  const { data: instance } = useInstance();
  const must = instance?.verifyToUpload === true && account?.role === 'creator' && !account.emailVerified;
  return must ? account : null;
}

/** In place of a page that waits for it. */
export function ProveAddress({ account }: { account: Account }) {
  const t = useTranslations('mailLinks');
  const settings = useTranslations('settings');
  const describe = useDescribeError();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    setBusy(false);
  };
  const send = async () => {
    await client.identity.sendVerification();
    toast({ text: settings('verificationSent', { email: account.email }) });
  };
  // It may have been opened on another device: the next token tells.
  const look = async () => {
    client.resetAuth();
    await client.accessToken();
    const { emailVerified } = await client.identity.me();
    if (emailVerified) tellOtherTabs();
    else toast({ text: t('notYet') });
  };
  return (
    <EmptyState
      heading="h1"
      title={t('proveTitle')}
      text={t('proveText', { email: account.email })}
      action={
        <>
          <Button variant="ink" busy={busy} onClick={() => void run(look)}>
            {t('opened')}
          </Button>
          <Button busy={busy} onClick={() => void run(send)}>
            {settings('sendVerification')}
          </Button>
        </>
      }
    />
  );
}
