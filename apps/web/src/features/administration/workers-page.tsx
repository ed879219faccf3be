import { useTranslations } from 'use-intl';
import { WorkerList } from '../workers/worker-list.tsx';
import { WorkerTokens } from '../workers/worker-tokens.tsx';
import { AdminPage } from './admin-frame.tsx';

export function WorkersPage() {
  const t = useTranslations('settings');
  return (
    <AdminPage title={t('workers')} text={t('workersText')}>
      <WorkerList />
      <WorkerTokens />
    </AdminPage>
  );
}
