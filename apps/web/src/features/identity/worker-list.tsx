import { Skeleton } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';

const EVERY_MS = 5000;

export function WorkerList() {
  const t = useTranslations('settings');
  const formats = useFormats();
  const describe = useDescribeError();
  const query = useQuery({
    queryKey: ['workers'],
    queryFn: ({ signal }) => client.admin.workers(signal),
    refetchInterval: EVERY_MS,
  });
  if (query.isPending) return <Skeleton className="h-16 w-full" />;
  if (query.isError) return <p className="text-14 text-text-2">{describe(query.error)}</p>;
  if (query.data.length === 0) return <p className="text-14 text-text-2">{t('noWorkers')}</p>;
  return (
    <ul className="flex flex-col divide-y divide-line border-y border-line">
      {query.data.map((worker) => (
        <li key={worker.id} className="flex min-h-17 items-center gap-4 py-3">
          <div className="min-w-0 flex-1">
            <p className="truncate text-15 font-semibold">
              {worker.name} <span className="font-normal text-text-3">{worker.version}</span>
            </p>
            <p className="text-13 text-text-2">{t('lastSeen', { age: formats.age(worker.lastSeenAt) })}</p>
          </div>
          <p className="text-end text-13">
            <span className="font-semibold">{t(`workerStates.${worker.state}`)}</span>
            <span className="block text-text-2">{t('running', { count: worker.running })}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
