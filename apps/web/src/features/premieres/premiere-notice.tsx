import type { Premiere } from '@kinora/sdk';
import { Notice } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';

/** Above a premiere that is to come, for those who may watch it already. */
export function PremiereNotice({ premiere: { startsAt } }: { premiere: Premiere }) {
  const t = useTranslations('premiere');
  const formats = useFormats();
  return (
    <div className="mt-4">
      <Notice tone="info">{t('ownNotice', { date: formats.dayOfWeek(startsAt), time: formats.time(startsAt) })}</Notice>
    </div>
  );
}
