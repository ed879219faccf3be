import type { Channel, VideoSort } from '@kinora/sdk';
import { Avatar, Button, buttonClass, EmptyState, ErrorState, Segments, Skeleton, Tabs } from '@kinora/ui';
import { PencilSimpleIcon } from '@phosphor-icons/react/dist/csr/PencilSimple';
import { RssIcon } from '@phosphor-icons/react/dist/csr/Rss';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { isNotFound, useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { useTitle } from '../../app/use-title.ts';
import { RichText } from '../instance/rich-text.tsx';
import { plainText } from '../instance/rich-text-plain.ts';
import { ComingPremieres, useBesidePremieres, useComingPremieres } from '../premieres/coming-premieres.tsx';
import { SubscribeButton } from '../subscriptions/subscribe-button.tsx';
import { SubscriberCount } from '../subscriptions/subscriber-count.tsx';
import { usePublicVideos } from '../videos/queries.ts';
import { VideoGrid } from '../videos/video-grid.tsx';
import { ChannelBanner } from './channel-banner.tsx';
import { ChannelLinks } from './channel-links.tsx';
import type { ChannelSearch } from './channel-search.ts';
import { ChannelTrailer } from './channel-trailer.tsx';
import { useChannel } from './queries.ts';

const SORTS: VideoSort[] = ['newest', 'popular', 'oldest'];

export function ChannelPage() {
  const { handle } = useParams({ from: '/@{$handle}' });
  const t = useTranslations('channel');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const query = useChannel(handle);
  // Asked for beside the channel, so that its videos need not wait for it.
  usePublicVideos({ channel: `@${handle}` });
  useComingPremieres(`@${handle}`);
  const now = query.data?.handle;
  const navigate = useNavigate();
  useEffect(() => {
    // Renamed: the address says so, without a step that Back would lead to again.
    if (now !== undefined && now.toLowerCase() !== handle.toLowerCase()) {
      void navigate({ to: '/@{$handle}', params: { handle: now }, search: true, replace: true });
    }
  }, [now, handle, navigate]);
  useTitle(query.data?.name ?? (query.isError ? t('notFoundTitle') : null));
  if (query.isError && !query.data) {
    const missing = isNotFound(query.error);
    return (
      <ErrorState
        heading="h1"
        title={missing ? t('notFoundTitle') : app('name')}
        text={missing ? t('notFoundText', { handle }) : describe(query.error)}
        action={
          missing ? (
            <Link to="/" className={buttonClass('ink')}>
              {app('goHome')}
            </Link>
          ) : (
            <Button variant="ink" onClick={() => void query.refetch()}>
              {app('tryAgain')}
            </Button>
          )
        }
      />
    );
  }
  return (
    <div className="gutter pt-6 pb-16 max-phone:pt-4">
      {query.data ? (
        <>
          {query.data.bannerUrl && (
            <ChannelBanner url={query.data.bannerUrl} className="mb-6 h-62 max-phone:mb-4 max-phone:h-30" />
          )}
          <Head channel={query.data} />
          <Sections handle={handle} channel={query.data} />
        </>
      ) : (
        <HeadBoxes />
      )}
    </div>
  );
}

function Head({ channel }: { channel: Channel }) {
  const t = useTranslations('channel');
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-4">
      <Avatar name={channel.name} url={channel.avatarUrl} size={104} className="max-phone:!size-18" />
      <div className="min-w-0 flex-1 basis-40">
        <h1 className="display text-40 break-words max-phone:text-30">
          <bdi>{channel.name}</bdi>
        </h1>
        <p className="tabular mt-2 text-14 text-text-2">
          <bdi>@{channel.handle}</bdi> · <SubscriberCount channelId={channel.id} known={channel.subscriberCount} /> ·{' '}
          {t('videoCount', { count: channel.videoCount })}
        </p>
        {channel.description && (
          <p className="mt-2 line-clamp-2 max-w-160 text-15 break-words" dir="auto">
            {plainText(channel.description)}
          </p>
        )}
        <div className="mt-1">
          <ChannelLinks links={channel.links.slice(0, 1)} />
        </div>
      </div>
      {!channel.canEdit && <SubscribeButton channel={channel} />}
      {channel.canEdit && (
        <Link to="/studio/channel" className={buttonClass('tonal')}>
          <PencilSimpleIcon size={20} aria-hidden />
          {t('edit')}
        </Link>
      )}
    </header>
  );
}

function HeadBoxes() {
  return (
    <div aria-hidden className="flex gap-6">
      <Skeleton className="size-26 rounded-full max-phone:size-18" />
      <div className="flex flex-1 flex-col gap-3 pt-2">
        <Skeleton className="h-9 w-60" />
        <Skeleton className="h-4 w-40" />
      </div>
    </div>
  );
}

function Sections({ handle, channel }: { handle: string; channel: Channel }) {
  const t = useTranslations('channel');
  const { tab = 'videos' } = useSearch({ from: '/@{$handle}' });
  const change = useChannelSearch();
  return (
    <div className="mt-6">
      <Tabs
        label={t('sections')}
        value={tab}
        onChange={(next) => change({ tab: next === 'about' ? next : undefined })}
        tabs={[
          { value: 'videos', label: t('videos') },
          { value: 'about', label: t('about') },
        ]}
      >
        {(panel) => (
          <div {...panel} className="pt-6">
            {tab === 'videos' ? <ChannelVideos handle={handle} channel={channel} /> : <About channel={channel} />}
          </div>
        )}
      </Tabs>
    </div>
  );
}

/** In the address, so that Back leads to the same. */
function useChannelSearch(): (change: ChannelSearch) => void {
  const navigate = useNavigate({ from: '/@{$handle}' });
  return (change) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
}

function ChannelVideos({ handle, channel }: { handle: string; channel: Channel }) {
  const t = useTranslations('channel');
  const studio = useTranslations('studio');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const { sort = 'newest' } = useSearch({ from: '/@{$handle}' });
  const change = useChannelSearch();
  const query = usePublicVideos({ channel: `@${handle}` }, sort);
  const { coming, videos, isPending } = useBesidePremieres(query, `@${handle}`);
  if (query.isError && videos.length === 0) {
    return (
      <ErrorState
        title={studio('errorTitle')}
        text={describe(query.error)}
        action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
      />
    );
  }
  if (!isPending && videos.length === 0 && coming.length === 0) {
    return (
      <EmptyState
        title={t('emptyTitle')}
        text={channel.canEdit ? t('emptyMine') : t('emptyOther', { name: channel.name })}
        action={
          channel.canEdit && (
            <Link to="/upload" className={buttonClass('ink')}>
              {studio('upload')}
            </Link>
          )
        }
      />
    );
  }
  return (
    <>
      {channel.trailerVideoId && <ChannelTrailer channel={channel} videoId={channel.trailerVideoId} />}
      {!isPending && <ComingPremieres videos={coming} withoutChannel />}
      {channel.videoCount > 1 && (
        <div className="flex justify-end pb-5">
          <Segments
            label={t('sort')}
            value={sort}
            onChange={(next) => change({ sort: next === 'newest' ? undefined : next })}
            options={SORTS.map((value) => ({ value, label: t(`sorts.${value}`) }))}
          />
        </div>
      )}
      <VideoGrid videos={videos} query={{ ...query, isPending }} withoutChannel />
    </>
  );
}

function About({ channel }: { channel: Channel }) {
  const t = useTranslations('channel');
  const formats = useFormats();
  return (
    <div className="max-w-160">
      {channel.description ? (
        <RichText source={channel.description} />
      ) : (
        <p className="text-15 text-text-2">{t('noDescription')}</p>
      )}
      <div className="mt-4">
        <ChannelLinks links={channel.links} />
      </div>
      <p className="mt-4 text-14 text-text-2">{t('since', { date: formats.date(channel.createdAt) })}</p>
      <p className="mt-4">
        <a
          href={`/api/v1/feed.xml?channel=${encodeURIComponent(`@${channel.handle}`)}`}
          className={buttonClass('tonal')}
          type="application/rss+xml"
        >
          <RssIcon size={20} aria-hidden />
          {t('follow')}
        </a>
      </p>
    </div>
  );
}
