import type { VideoDetail } from '@kinora/sdk';
import { Skeleton } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';

const DAYS = 28;

/** How the video plays for those who watch it. */
export function QualityPanel({ video }: { video: VideoDetail }) {
  const t = useTranslations('quality');
  const formats = useFormats();
  const describe = useDescribeError();
  const heading = useId();
  const query = useQuery({
    queryKey: ['quality', video.id],
    queryFn: ({ signal }) => client.playback.quality(video.id, { days: DAYS, signal }),
  });
  const total = query.data?.total;
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-2 border-t border-line-ctl/40 pt-4">
      <h2 id={heading} className="text-16 font-semibold">
        {t('title')}
      </h2>
      {query.isError ? (
        <p role="alert" className="text-14 text-text-2">
          {t('failed', { reason: describe(query.error) })}
        </p>
      ) : !total ? (
        <Skeleton className="h-20" />
      ) : total.starts === 0 ? (
        <p className="text-14 text-text-2">{t('nobody', { days: DAYS })}</p>
      ) : (
        <>
          <dl className="grid grid-cols-2 divide-x divide-line-ctl/40 rtl:divide-x-reverse">
            <Figure
              label={t('start')}
              value={total.medianStartMs === null ? '–' : formats.seconds(total.medianStartMs)}
            />
            <Figure
              label={t('stalls')}
              value={total.stallsPerHour === null ? '–' : formats.decimal(total.stallsPerHour)}
              inset
            />
          </dl>
          <p className="text-13 text-text-3">
            {t('basis', { count: total.starts, shown: formats.number(total.starts), days: DAYS })}{' '}
            {total.stallsPerHour === null && t('tooLittle')}
          </p>
        </>
      )}
    </section>
  );
}

function Figure({ label, value, inset }: { label: string; value: string; inset?: boolean }) {
  return (
    <div className={`flex flex-col-reverse ${inset ? 'ps-5' : ''}`}>
      <dt className="text-13 text-text-2">{label}</dt>
      <dd className="tabular text-30 font-semibold">
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
