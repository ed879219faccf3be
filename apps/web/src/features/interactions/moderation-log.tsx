import { Button, EmptyState, ErrorState, Skeleton } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { MoreButton } from '../../app/more-button.tsx';
import { useModerationActs } from './studio-queries.ts';

/** Who did what to comments of others. */
export function ModerationLog({ channelId }: { channelId: string }) {
  const t = useTranslations('studioComments');
  const comments = useTranslations('comments');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const formats = useFormats();
  const query = useModerationActs(channelId);
  const acts = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isError && acts.length === 0) {
    return (
      <ErrorState
        title={t('logErrorTitle')}
        text={describe(query.error)}
        action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
      />
    );
  }
  if (query.isPending) return <Skeleton className="h-17 max-w-160" />;
  if (acts.length === 0) return <EmptyState title={t('noActsTitle')} text={t('noActsText')} />;
  return (
    <div className="flex max-w-160 flex-col gap-3">
      <ul className="divide-y divide-line">
        {acts.map(({ id, act, at, by, person }) => {
          const actor = by?.name ?? comments('gone');
          return (
            <ListRow
              key={id}
              title={t(`acts.${act.replace('.', '_') as 'comment_approved'}`, {
                actor,
                person: person?.name ?? comments('gone'),
              })}
              text={`${formats.date(at)} · ${formats.time(at)}`}
            />
          );
        })}
      </ul>
      <MoreButton query={query} />
    </div>
  );
}
