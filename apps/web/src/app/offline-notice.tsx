import { Notice } from '@kinora/ui';
import { WifiSlashIcon } from '@phosphor-icons/react/dist/csr/WifiSlash';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

export function OfflineNotice() {
  const t = useTranslations('app');
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (online) return null;
  return (
    <div className="fixed inset-x-4 bottom-4 z-40 mx-auto max-w-130 shadow-2 max-phone:bottom-[calc(72px+env(safe-area-inset-bottom))]">
      <Notice tone="warning" role="status" icon={<WifiSlashIcon size={20} aria-hidden />}>
        {t('offline')}
      </Notice>
    </div>
  );
}
