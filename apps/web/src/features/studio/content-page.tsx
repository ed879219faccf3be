import type { MyVideo } from '@kinora/sdk';
import { Button, buttonClass, EmptyState, ErrorState, Skeleton } from '@kinora/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useNearEnd } from '../../app/use-near-end.ts';
import { useAccount, useMayPublish } from '../../app/use-session.ts';
import { useTitle } from '../../app/use-title.ts';
import { useStudioChannel } from '../channels/chosen-channel.ts';
import { mayPublishIn } from '../channels/queries.ts';
import { flatten } from '../videos/queries.ts';
import { BulkBar } from './bulk-bar.tsx';
import { type ContentSearch, toFilter } from './content-filter.ts';
import { ContentRow } from './content-row.tsx';
import { ContentToolbar } from './content-toolbar.tsx';
import { useHiddenVideos } from './use-delete-video.ts';
import { type Selection, useSelection } from './use-selection.ts';

const PAGE = 30;
const SOON_MS = 500;
const BOXES = ['a', 'b', 'c', 'd', 'e'];
/** So many are chosen at most by one click: what is changed together should still be overseen. */
const MOST_CHOSEN = 1000;

export function ContentPage() {
  const t = useTranslations('studio');
  const content = useTranslations('content');
  const app = useTranslations('app');
  const uploads = useTranslations('uploads');
  const mayPublish = useMayPublish();
  const describe = useDescribeError();
  const account = useAccount();
  const hidden = useHiddenVideos();
  const search = useSearch({ from: '/studio/studio' });
  const navigate = useNavigate({ from: '/studio' });
  const working = useStudioChannel();
  const channel = working?.id;
  const mayEdit = working !== undefined && mayPublishIn(working);
  const filter = { channel, ...toFilter(search) };
  const filtered = Object.values({ ...search, sort: undefined }).some((value) => value !== undefined);
  // Whoever has just begun to help: another service hears of it a moment later.
  const comes = !filtered && working !== undefined && working.role !== 'owner' && working.allVideoCount > 0;
  const query = useInfiniteQuery({
    queryKey: ['my-videos', account?.id, filter],
    queryFn: ({ pageParam, signal }) => client.videos.mine({ ...filter, limit: PAGE, cursor: pageParam, signal }),
    enabled: channel !== undefined,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 2000,
    refetchInterval: ({ state }) => (comes && state.data?.pages[0]?.items.length === 0 ? SOON_MS : false),
  });
  const end = useNearEnd(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }, query.hasNextPage);
  useTitle(t('contentTitle'));
  const videos = flatten(query.data).filter((video) => !hidden.has(video.id));
  const shown = videos.map(({ id }) => id);
  const selection = useSelection(shown);
  const chosen = shown.filter((id) => selection.ids.has(id));
  const change = useCallback((next: ContentSearch) => void navigate({ search: next, replace: true }), [navigate]);
  /** All that the filter shows, also those further down. */
  const chooseAll = async () => {
    let found = query.data;
    let more: boolean = query.hasNextPage;
    while (more && (found?.pages.length ?? 0) * PAGE < MOST_CHOSEN) {
      const next = await query.fetchNextPage();
      if (next.isError) break;
      found = next.data;
      more = next.hasNextPage;
    }
    selection.set(flatten(found).map(({ id }) => id));
  };
  const empty = query.isSuccess && videos.length === 0;

  return (
    <>
      <h1 className="flex min-h-10 items-center pb-2 text-24 font-semibold">{t('contentTitle')}</h1>
      {(!empty || filtered) && <ContentToolbar search={search} onChange={change} />}
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
      ) : empty && filtered ? (
        <EmptyState
          title={content('noneTitle')}
          text={content('noneText')}
          action={
            <Button variant="ink" onClick={() => change({ sort: search.sort })}>
              {content('showAll')}
            </Button>
          }
        />
      ) : empty ? (
        <EmptyState
          title={t('emptyTitle')}
          text={mayPublish ? t('emptyText') : uploads('viewerText')}
          action={
            mayPublish &&
            mayEdit && (
              <Link to="/upload" className={buttonClass('ink')}>
                {t('upload')}
              </Link>
            )
          }
        />
      ) : (
        <Table
          videos={videos}
          mayEdit={mayEdit}
          selection={selection}
          chosen={chosen.length}
          waiting={query.isPending || query.isFetchingNextPage}
          onAll={() => void (chosen.length === videos.length ? selection.set([]) : chooseAll())}
        />
      )}
      <div ref={end} className="h-px" />
      {chosen.length > 0 && <BulkBar ids={chosen} onClear={() => selection.set([])} />}
    </>
  );
}

interface TableProps {
  videos: MyVideo[];
  mayEdit: boolean;
  selection: Selection;
  chosen: number;
  waiting: boolean;
  onAll: () => void;
}

function Table({ videos, mayEdit, selection, chosen, waiting, onAll }: TableProps) {
  const t = useTranslations('studio');
  const content = useTranslations('content');
  return (
    <table className="w-full table-fixed border-collapse text-start">
      <thead className="text-13 text-text-2">
        <tr className="[&>th]:sticky [&>th]:top-14 [&>th]:z-10 [&>th]:h-10 [&>th]:border-b [&>th]:border-line [&>th]:bg-bg [&>th]:text-start [&>th]:font-medium">
          <th scope="col" className="w-10">
            {mayEdit && (
              <input
                type="checkbox"
                aria-label={content('all')}
                checked={videos.length > 0 && chosen === videos.length}
                ref={(box) => {
                  if (box) box.indeterminate = chosen > 0 && chosen < videos.length;
                }}
                onChange={onAll}
                className="content-check"
              />
            )}
          </th>
          <th scope="col">{t('columnVideo')}</th>
          <th scope="col" className="w-36 max-side:hidden">
            {t('columnVisibility')}
          </th>
          <th scope="col" className="w-38 max-phone:hidden">
            {t('columnState')}
          </th>
          <th scope="col" className="w-28 max-side:hidden">
            {t('columnDate')}
          </th>
          <th scope="col" className="w-16 !text-end max-side:hidden">
            {t('columnViews')}
          </th>
          <th scope="col" className="w-24 !text-end max-side:hidden">
            {content('columnSize')}
          </th>
          <th scope="col" className="w-24 max-phone:w-12">
            <span className="sr-only">{t('columnActions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {videos.map((video) => (
          <ContentRow
            key={video.id}
            video={video}
            mayEdit={mayEdit}
            chosen={selection.ids.has(video.id)}
            onChoose={(range) => selection.toggle(video.id, range)}
          />
        ))}
        {waiting &&
          BOXES.map((box) => (
            <tr key={box} aria-hidden>
              <td colSpan={8} className="h-18 border-b border-line">
                <div className="flex items-center gap-3">
                  <Skeleton className="aspect-video w-24 !rounded-sm" />
                  <Skeleton className="h-4 w-60" />
                </div>
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
