import { ProgressBar } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useFormats } from '../../app/format.ts';

/** Uploads and deletions of other pages count, too. */
const EVERY_MS = 30_000;

/** How much room my videos take, and how much they may. It is a side note: where it does not load, nothing is missed. */
export function StorageMeter({ moved }: { moved: string }) {
  const t = useTranslations('storage');
  const formats = useFormats();
  const { data } = useQuery({
    queryKey: ['my-storage', moved],
    queryFn: ({ signal }) => client.uploads.storage(signal),
    refetchInterval: EVERY_MS,
    placeholderData: (before) => before,
  });
  if (!data) return <div className="h-5" />;
  const used = formats.bytes(data.usedBytes);
  if (data.quotaBytes === null) return <p className="tabular text-13 text-text-2">{t('used', { used })}</p>;
  const share = data.quotaBytes === 0 ? 1 : data.usedBytes / data.quotaBytes;
  return (
    <div className="flex w-60 max-w-full items-center gap-3">
      <ProgressBar className="min-w-12 flex-1" tone="paused" label={t('room')} value={share} />
      <p className="tabular shrink-0 text-13 text-text-2">
        {t('usedOf', { used, quota: formats.bytes(data.quotaBytes) })}
      </p>
    </div>
  );
}
