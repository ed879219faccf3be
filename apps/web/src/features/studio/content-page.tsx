import { Button, buttonClass, EmptyState, ErrorState, Skeleton } from '@kinora/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useNearEnd } from '../../app/use-near-end.ts';
import { useAccount, useMayPublish } from '../../app/use-session.ts';
import { useTitle } from '../../app/use-title.ts';
import { useStudioChannel } from '../channels/chosen-channel.ts';
import { flatten } from '../videos/queries.ts';
import { ContentRow } from './content-row.tsx';
import { useHiddenVideos } from './use-delete-video.ts';

const PAGE = 30;
const BOXES = ['a', 'b', 'c', 'd', 'e'];

export function ContentPage() {
  const t = useTranslations('studio');
  const app = useTranslations('app');
  const uploads = useTranslations('uploads');
  const mayPublish = useMayPublish();
  const describe = useDescribeError();
  const account = useAccount();
  const hidden = useHiddenVideos();
  const channel = useStudioChannel()?.id;
  const query = useInfiniteQuery({
    queryKey: ['my-videos', account?.id, channel],
    queryFn: ({ pageParam, signal }) => client.videos.mine({ channel, limit: PAGE, cursor: pageParam, signal }),
    enabled: channel !== undefined,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 2000,
  });
  const end = useNearEnd(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }, query.hasNextPage);
  useTitle(t('contentTitle'));
  const videos = flatten(query.data).filter((video) => !hidden.has(video.id));

  return (
    <>
      <h1 className="flex min-h-10 items-center pb-2 text-24 font-semibold">{t('contentTitle')}</h1>
      {query.isError && videos.length === 0 ? (
        <ErrorState
          title={t('errorTitle')}
          text={describe(query.error)}
          action={
            <Button variant="ink" onClick={() => void query.refetch()}>
              {app('tryAgain')}
            </Button>
          }
        />
      ) : query.isSuccess && videos.length === 0 ? (
        <EmptyState
          title={t('emptyTitle')}
          text={mayPublish ? t('emptyText') : uploads('viewerText')}
          action={
            mayPublish && (
              <Link to="/upload" className={buttonClass('ink')}>
                {t('upload')}
              </Link>
            )
          }
        />
      ) : (
        <table className="w-full table-fixed border-collapse text-start">
          <thead className="text-13 text-text-2 max-phone:text-[0]">
            <tr className="[&>th]:sticky [&>th]:top-14 [&>th]:z-10 phone:[&>th]:h-10 [&>th]:border-b [&>th]:border-line [&>th]:bg-bg [&>th]:text-start [&>th]:font-medium max-phone:[&>th]:h-0 max-phone:[&>th]:border-0">
              <th scope="col">{t('columnVideo')}</th>
              <th scope="col" className="w-40 max-side:hidden">
                {t('columnVisibility')}
              </th>
              <th scope="col" className="w-52 max-phone:hidden">
                {t('columnState')}
              </th>
              <th scope="col" className="w-36 max-side:hidden">
                {t('columnDate')}
              </th>
              <th scope="col" className="w-20 !text-end max-side:hidden">
                {t('columnViews')}
              </th>
              <th scope="col" className="w-24 max-phone:w-12">
                <span className="sr-only">{t('columnActions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {videos.map((video) => (
              <ContentRow key={video.id} video={video} />
            ))}
            {(query.isPending || query.isFetchingNextPage) &&
              BOXES.map((box) => (
                <tr key={box} aria-hidden>
                  <td colSpan={6} className="h-18 border-b border-line">
                    <div className="flex items-center gap-3">
                      <Skeleton className="aspect-video w-24 !rounded-sm" />
                      <Skeleton className="h-4 w-60" />
                    </div>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
      <div ref={end} className="h-px" />
    </>
  );
}
