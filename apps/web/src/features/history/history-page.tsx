import { Button } from '@kinora/ui';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { SearchField } from '../../app/search-field.tsx';
import { useTitle } from '../../app/use-title.ts';
import { HistorySwitch } from '../identity/history-switch.tsx';
import { RequireAccount } from '../identity/require-account.tsx';
import { HistoryList } from './history-list.tsx';
import { useHistoryActions } from './use-history-actions.ts';

export function HistoryPage() {
  const t = useTranslations('history');
  useTitle(t('title'));
  const { q } = useSearch({ from: '/history' });
  const navigate = useNavigate({ from: '/history' });
  const { clear } = useHistoryActions();
  return (
    <div className="gutter pt-6 pb-16 max-phone:pt-4">
      <h1 className="text-24 font-semibold max-phone:text-20">{t('title')}</h1>
      <RequireAccount>
        {(account) => (
          <div className="mt-4 flex max-w-240 flex-col gap-4">
            <div className="flex flex-wrap items-end justify-between gap-3">
              <div className="w-full max-w-100">
                <SearchField
                  label={t('search')}
                  value={q ?? ''}
                  onChange={(next) =>
                    void navigate({ search: { q: next || undefined }, replace: true, resetScroll: false })
                  }
                />
              </div>
              <Button variant="tonal" onClick={() => void clear()}>
                {t('clear')}
              </Button>
            </div>
            <HistorySwitch account={account} />
            <HistoryList accountId={account.id} q={q} paused={account.historyPaused} />
          </div>
        )}
      </RequireAccount>
    </div>
  );
}
