import { Button, Dialog } from '@kinora/ui';
import { useTranslations } from 'use-intl';

interface LeaveDialogProps {
  /** What would be lost. */
  text: string;
  onStay: () => void;
  onLeave: () => void;
}

/** Asked where nothing could be undone: what was changed is only on this page. */
export function LeaveDialog({ text, onStay, onLeave }: LeaveDialogProps) {
  const t = useTranslations('captions');
  const app = useTranslations('app');
  return (
    <Dialog open onClose={onStay} title={t('leaveTitle')} closeLabel={app('close')}>
      <p className="text-15 text-text-2">{text}</p>
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
