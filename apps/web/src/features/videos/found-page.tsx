import { CATEGORIES, type Category, type VideoFilter, type VideoSort } from '@kinora/sdk';
import { Button, buttonClass, EmptyState, ErrorState, Segments } from '@kinora/ui';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { flatten, usePublicVideos } from './queries.ts';
import { VideoGrid } from './video-grid.tsx';

const SORTS = ['newest', 'popular'] as const satisfies VideoSort[];
type Sort = (typeof SORTS)[number];

export function TagPage() {
  const { tag } = useParams({ from: '/tag/$tag' });
  const { sort } = useSearch({ from: '/tag/$tag' });
  const navigate = useNavigate({ from: '/tag/$tag' });
  const t = useTranslations('found');
  return (
    <Found
      kind={t('tag')}
      name={tag}
      filter={{ tag }}
      sort={sort ?? 'newest'}
      onSort={(next) => void navigate({ search: { sort: next === 'newest' ? undefined : next }, replace: true })}
      nothing={t('emptyTag', { tag })}
    />
  );
}

export function CategoryPage() {
  const { category } = useParams({ from: '/category/$category' });
  const { sort } = useSearch({ from: '/category/$category' });
  const navigate = useNavigate({ from: '/category/$category' });
  const t = useTranslations('found');
  const names = useTranslations('categories');
  const known = CATEGORIES.find((one) => one === category);
  if (!known) return <NoCategory />;
  return (
    <Found
      kind={t('category')}
      name={names(known)}
      filter={{ category: known satisfies Category }}
      sort={sort ?? 'newest'}
      onSort={(next) => void navigate({ search: { sort: next === 'newest' ? undefined : next }, replace: true })}
      nothing={t('emptyCategory')}
    />
  );
}

interface FoundProps {
  /** What the name is: a tag, a category. */
  kind: string;
  name: string;
  filter: VideoFilter;
  sort: Sort;
  onSort: (sort: Sort) => void;
  nothing: string;
}

function Found({ kind, name, filter, sort, onSort, nothing }: FoundProps) {
  const t = useTranslations('found');
  const sorts = useTranslations('channel.sorts');
  const home = useTranslations('home');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const query = usePublicVideos(filter, sort);
  const videos = flatten(query.data);
  useTitle(name);
  return (
    <div className="gutter pt-6 pb-16 max-phone:pt-4">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-5">
        <div className="min-w-0">
          <p className="text-14 text-text-2">{kind}</p>
          <h1 className="text-24 font-semibold break-words max-phone:text-20">
            <bdi>{name}</bdi>
          </h1>
        </div>
        <Segments
          label={t('sort')}
          value={sort}
          onChange={onSort}
          options={SORTS.map((value) => ({ value, label: sorts(value) }))}
        />
      </header>
      {query.isError && videos.length === 0 ? (
        <ErrorState
          title={home('errorTitle')}
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
          text={nothing}
          action={
            <Link to="/" className={buttonClass('ink')}>
              {app('goHome')}
            </Link>
          }
        />
      ) : (
        <VideoGrid videos={videos} query={query} />
      )}
    </div>
  );
}

function NoCategory() {
  const t = useTranslations('found');
  const app = useTranslations('app');
  useTitle(t('noCategory'));
  return (
    <ErrorState
      heading="h1"
      title={t('noCategory')}
      text={t('noCategoryText')}
      action={
        <Link to="/" className={buttonClass('ink')}>
          {app('goHome')}
        </Link>
      }
    />
  );
}
