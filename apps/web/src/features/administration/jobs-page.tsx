import type { Job } from '@kinora/sdk';
import { Button, ProgressBar, Segments, Skeleton, useToast } from '@kinora/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { MoreButton } from '../../app/more-button.tsx';
import { queryClient } from '../../app/queries.ts';
import { AdminPage } from './admin-frame.tsx';

const KEY = 'jobs';
const EVERY_MS = 3000;
const FILTERS = ['open', 'failed', 'finished'] as const;
type Filter = (typeof FILTERS)[number];

/** What is made of the films of all accounts. */
export function JobsPage() {
  const t = useTranslations('jobs');
  const describe = useDescribeError();
  const [state, setState] = useState<Filter>('open');
  const query = useInfiniteQuery({
    queryKey: [KEY, state],
    queryFn: ({ pageParam, signal }) => client.admin.jobs({ state, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: state === 'open' ? EVERY_MS : false,
  });
  const jobs = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <AdminPage title={t('title')} text={t('text')}>
      <div className="flex flex-col gap-4">
        <div className="self-start">
          <Segments
            label={t('show')}
            value={state}
            options={FILTERS.map((filter) => ({ value: filter, label: t(`filters.${filter}`) }))}
            onChange={setState}
          />
        </div>
        {query.isPending && <Skeleton className="h-16 w-full" />}
        {query.isError && <p className="text-14 text-text-2">{describe(query.error)}</p>}
        {query.isSuccess && jobs.length === 0 && (
          <p role="status" className="text-14 text-text-2">
            {t(`none.${state}`)}
          </p>
        )}
        {jobs.length > 0 && (
          <ul className="flex flex-col divide-y divide-line border-y border-line">
            {jobs.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </ul>
        )}
        <MoreButton query={query} />
      </div>
    </AdminPage>
  );
}

function JobRow({ job }: { job: Job }) {
  const t = useTranslations('jobs');
  const formats = useFormats();
  const { video, tasks, workers, failure, paused, lastError, etaMs } = job;
  const title = video.title ?? t('deleted');
  const shown = video.title === '' ? t('untitled') : title;
  const isOpen = job.state === 'waiting' || job.state === 'processing';
  const parts = [
    t(`kinds.${job.kind}`),
    t(`states.${job.state}`, { progress: formats.percent(job.progress) }),
    ...(job.first && isOpen ? [t('first')] : []),
    ...(isOpen && etaMs ? [formats.left(etaMs / 1000)] : []),
    formats.bytes(job.sourceBytes),
    formats.age(job.endedAt ?? job.createdAt),
  ];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
        <p className="truncate text-15 font-semibold">
          {video.title === null ? (
            shown
          ) : (
            <Link to="/watch/$videoId" params={{ videoId: video.id }} className="hover:underline">
              {shown}
            </Link>
          )}
        </p>
        <p className="text-13 text-text-2">{parts.join(' · ')}</p>
        {isOpen && <ProgressBar value={job.progress} label={shown} />}
        {isOpen && tasks.running + tasks.waiting > 0 && (
          <p className="text-13 text-text-3">
            {t('tasks', tasks)}
            {workers.length > 0 && ` · ${t('by', { workers: workers.join(', ') })}`}
          </p>
        )}
        {(failure ?? paused) && <p className="text-13 text-warning">{(failure ?? paused)?.message}</p>}
        {isOpen && lastError && (
          <p className="break-words text-13 text-text-3" dir="ltr">
            {t('tried', { reason: lastError.slice(0, 300) })}
          </p>
        )}
      </div>
      {isOpen && <FirstButton job={job} title={shown} />}
      {job.retriable && <RetryButton job={job} title={shown} />}
    </li>
  );
}

function FirstButton({ job, title }: { job: Job; title: string }) {
  const t = useTranslations('jobs');
  const first = !job.first;
  return (
    <JobButton
      label={t(first ? 'prioritize' : 'inTurn')}
      name={t(first ? 'prioritizeNamed' : 'inTurnNamed', { title })}
      said={t(first ? 'prioritized' : 'unprioritized', { title })}
      act={() => client.admin.prioritizeProcessing(job.video.id, first)}
    />
  );
}

/** What was wrong with the machine may be mended: the same file once more. */
function RetryButton({ job, title }: { job: Job; title: string }) {
  const t = useTranslations('jobs');
  return (
    <JobButton
      label={t('retry')}
      name={t('retryNamed', { title })}
      said={t('retried', { title })}
      act={() => client.admin.retryProcessing(job.video.id)}
    />
  );
}

interface JobButtonProps {
  label: string;
  /** With what it is about. */
  name: string;
  /** When it is done. */
  said: string;
  act: () => Promise<unknown>;
}

function JobButton({ label, name, said, act }: JobButtonProps) {
  const describe = useDescribeError();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await act();
      toast({ text: said });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: [KEY] });
    setBusy(false);
  };
  return (
    <Button variant="tonal" size="small" busy={busy} aria-label={name} onClick={() => void run()}>
      {label}
    </Button>
  );
}
