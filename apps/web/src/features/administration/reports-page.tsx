import type { Report, ReportState } from '@kinora/sdk';
import { Button, EmptyState, ErrorState, Segments, Skeleton, useToast } from '@kinora/ui';
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

const KEY = ['reports'];
const STATES: ReportState[] = ['open', 'upheld', 'dismissed'];

/** What people asked to be looked at. */
export function ReportsPage() {
  const t = useTranslations('reports');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const [state, setState] = useState<ReportState>('open');
  const query = useInfiniteQuery({
    queryKey: [...KEY, state],
    queryFn: ({ pageParam, signal }) => client.reports.list({ state, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchOnMount: 'always',
  });
  const reports = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <AdminPage title={t('title')} text={t('text')}>
      <div className="flex flex-col gap-4">
        <div className="self-start">
          <Segments
            label={t('which')}
            value={state}
            onChange={setState}
            options={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
          />
        </div>
        {query.isPending && <Skeleton className="h-24 w-full" />}
        {query.isError && reports.length === 0 && (
          <ErrorState
            title={t('errorTitle')}
            text={describe(query.error)}
            action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
          />
        )}
        {query.isSuccess && reports.length === 0 && <EmptyState title={t(`none.${state}`)} text={t('noneText')} />}
        <ul className="flex flex-col divide-y divide-line">
          {reports.map((report) => (
            <li key={report.id} className="py-4">
              <ReportRow report={report} />
            </li>
          ))}
        </ul>
        <MoreButton query={query} />
      </div>
    </AdminPage>
  );
}

function ReportRow({ report }: { report: Report }) {
  const t = useTranslations('reports');
  const comments = useTranslations('comments');
  const formats = useFormats();
  const describe = useDescribeError();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const { comment, video } = report;
  const gone = comments('gone');
  const decide = async (upheld: boolean) => {
    setBusy(true);
    try {
      await client.reports.decide(report.id, upheld);
      await queryClient.invalidateQueries({ queryKey: KEY });
      toast({ text: t(upheld ? 'upheld' : 'dismissed') });
    } catch (error) {
      toast({ text: describe(error), error: true });
      setBusy(false);
    }
  };
  return (
    <article aria-label={t('reportOf', { reason: t(`reasons.${report.reason}`) })} className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-2 text-13 text-text-2">
        <span className="text-15 font-semibold text-text-1">{t(`reasons.${report.reason}`)}</span>
        {report.open > 1 && (
          <span className="rounded-xs bg-surface-2 px-1.5">{t('others', { count: report.open })}</span>
        )}
        <bdi>{t('from', { name: report.reporter?.name ?? gone })}</bdi>
        <time dateTime={report.createdAt}>{formats.age(report.createdAt)}</time>
      </p>
      {report.note && (
        <p dir="auto" className="text-15 break-words whitespace-pre-wrap">
          {report.note}
        </p>
      )}
      {report.commentId !== null && (
        <blockquote className="border-s-2 border-line-ctl ps-3 text-15 break-words">
          {comment && comment.text !== '' ? (
            <>
              <bdi className="text-13 font-semibold">{comment.author?.name ?? gone}</bdi>
              <p dir="auto" className="line-clamp-5 whitespace-pre-wrap">
                {comment.text}
              </p>
            </>
          ) : (
            t('commentGone')
          )}
        </blockquote>
      )}
      <p className="truncate text-13">
        {video ? (
          <Link
            to="/watch/$videoId"
            params={{ videoId: video.id }}
            search={report.commentId === null ? {} : { comment: report.commentId }}
            className="rounded-xs text-link hover:underline"
          >
            <bdi>{video.title}</bdi>
          </Link>
        ) : (
          <span className="text-text-2">{t('videoGone')}</span>
        )}
      </p>
      {report.state === 'open' ? (
        <div className="flex flex-wrap gap-2">
          <Button variant="tonal" busy={busy} onClick={() => void decide(true)}>
            {t(report.commentId === null ? 'uphold' : 'takeAway')}
          </Button>
          <Button variant="ghost" busy={busy} onClick={() => void decide(false)}>
            {t('dismiss')}
          </Button>
        </div>
      ) : (
        <p className="text-13 text-text-2">
          {t('handled', {
            name: report.handledBy?.name ?? gone,
            date: report.handledAt ? formats.date(report.handledAt) : '',
          })}
        </p>
      )}
    </article>
  );
}
