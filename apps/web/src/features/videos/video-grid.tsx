import type { VideoCard as Card } from '@kinora/sdk';
import { Skeleton } from '@kinora/ui';
import { useNearEnd } from '../../app/use-near-end.ts';
import { VideoCard } from './video-card.tsx';

export interface Paged {
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

export interface VideoGridProps {
  videos: Card[];
  query: Paged;
  /** Whether the first one is large. */
  lead?: boolean;
  withoutChannel?: boolean;
}

const FIRST_BOXES = 12;
const MORE_BOXES = 4;

export function VideoGrid({ videos, query, lead = false, withoutChannel = false }: VideoGridProps) {
  const end = useNearEnd(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }, query.hasNextPage);
  const boxes = query.isPending ? FIRST_BOXES : query.isFetchingNextPage ? MORE_BOXES : 0;
  return (
    <div className="grid-room" aria-busy={query.isPending || undefined}>
      <ul className="video-grid">
        {videos.map((video, index) => (
          <li key={video.id} className={lead && index === 0 ? 'lead' : undefined}>
            <VideoCard video={video} eager={index < 4} withoutChannel={withoutChannel} />
          </li>
        ))}
        {Array.from({ length: boxes }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: boxes are alike and have no order of their own
          <li key={`box-${index}`} className={lead && videos.length === 0 && index === 0 ? 'lead' : undefined}>
            <CardBox />
          </li>
        ))}
      </ul>
      <div ref={end} className="h-px" />
    </div>
  );
}

function CardBox() {
  return (
    <div aria-hidden>
      <div className="card-picture skeleton aspect-video rounded-md" />
      <div className="card-text flex flex-col gap-2 pt-3">
        <Skeleton className="h-4 w-11/12" />
        <Skeleton className="h-4 w-2/3" />
        <Skeleton className="h-3.5 w-2/5" />
      </div>
    </div>
  );
}
