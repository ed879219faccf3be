import { useTranslations } from 'use-intl';
import { StorageSection } from '../storage/storage-section.tsx';
import { AdminPage } from './admin-frame.tsx';

export function StoragePage() {
  const t = useTranslations('settings');
  return (
    <AdminPage title={t('storage')} text={t('storageText')}>
      <StorageSection />
    </AdminPage>
  );
}
