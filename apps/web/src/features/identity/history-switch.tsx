import type { Account } from '@kinora/sdk';
import { Switch, useToast } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client, sessionStore } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';

/** While it is on, nothing that this person watches is written down. */
export function HistorySwitch({ account }: { account: Account }) {
  const t = useTranslations('profile');
  const toast = useToast();
  const describe = useDescribeError();
  const pause = async (historyPaused: boolean) => {
    try {
      sessionStore.set(await client.identity.updateMe({ historyPaused }));
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
  };
  return (
    <div className="flex flex-col items-start gap-1">
      <Switch label={t('historyPause')} on={account.historyPaused} onChange={(on) => void pause(on)} />
      <p className="text-13 text-text-3">{t('historyPauseText')}</p>
    </div>
  );
}
