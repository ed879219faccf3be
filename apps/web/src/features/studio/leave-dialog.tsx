import { Button, Dialog } from '@kinora/ui';
import { useTranslations } from 'use-intl';

/** Asked where nothing could be undone: what was written is only on this page. */
export function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const t = useTranslations('captions');
  const app = useTranslations('app');
  return (
    <Dialog open onClose={onStay} title={t('leaveTitle')} closeLabel={app('close')}>
      <p className="text-15 text-text-2">{t('leaveText')}</p>
      <div className="flex flex-wrap gap-2">
        <Button variant="ink" onClick={onStay}>
          {t('stay')}
        </Button>
        <Button variant="danger" onClick={onLeave}>
          {t('leave')}
        </Button>
      </div>
    </Dialog>
  );
}
