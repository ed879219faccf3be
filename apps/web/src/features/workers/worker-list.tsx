import type { Worker } from '@kinora/sdk';
import { Skeleton, useToast } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { currentWorkers } from './current-workers.ts';

const KEY = ['workers'];
const EVERY_MS = 5000;

/** Who works for this site, and how they are; each can be paused. */
export function WorkerList() {
  const t = useTranslations('workers');
  const describe = useDescribeError();
  const toast = useToast();
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => client.admin.workers(signal),
    refetchInterval: EVERY_MS,
  });
  const change = async ({ id, name, state }: Worker) => {
    const pause = state === 'active';
    try {
      await (pause ? client.admin.drainWorker(id) : client.admin.resumeWorker(id));
      toast({ text: t(pause ? 'paused' : 'resumed', { name }) });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: KEY });
  };
  if (query.isPending) return <Skeleton className="h-16 w-full" />;
  if (query.isError) return <p className="text-14 text-text-2">{describe(query.error)}</p>;
  if (query.data.length === 0) return <p className="text-14 text-text-2">{t('none')}</p>;
  return (
    <ul className="flex flex-col divide-y divide-line border-y border-line">
      {currentWorkers(query.data).map((worker) => (
        <WorkerRow key={worker.id} worker={worker} onChange={() => void change(worker)} />
      ))}
    </ul>
  );
}

function WorkerRow({ worker, onChange }: { worker: Worker; onChange: () => void }) {
  const t = useTranslations('workers');
  const formats = useFormats();
  const { name, running } = worker;
  const state = worker.state === 'draining' && running === 0 ? 'paused' : worker.state;
  const act = worker.state === 'active' ? 'pause' : 'resume';
  return (
    <ListRow
      title={
        <>
          {name} <span className="font-normal text-text-3">{worker.version}</span>
        </>
      }
      text={
        <>
          {t(`states.${state}`)} ·{' '}
          {state === 'active' || running > 0
            ? t('running', { count: running })
            : t('lastSeen', { age: formats.age(worker.lastSeenAt) })}
          {worker.address && ` · ${worker.address}`}
        </>
      }
      action={
        worker.state === 'gone' ? undefined : { text: t(act), name: t(`${act}Worker`, { name }), onClick: onChange }
      }
    />
  );
}
