import { Avatar, Button, EmptyState, ErrorState, Skeleton, useToast } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { MoreButton } from '../../app/more-button.tsx';
import { readBlockedPeopleAgain, useBlockedPeople } from './studio-queries.ts';

export function BlockedPeople({ channelId }: { channelId: string }) {
  const t = useTranslations('studioComments');
  const comments = useTranslations('comments');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const formats = useFormats();
  const toast = useToast();
  const query = useBlockedPeople(channelId);
  const people = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isError && people.length === 0) {
    return (
      <ErrorState
        title={t('peopleErrorTitle')}
        text={describe(query.error)}
        action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
      />
    );
  }
  if (query.isPending) return <Skeleton className="h-17 max-w-160" />;
  if (people.length === 0) return <EmptyState title={t('nobodyTitle')} text={t('nobodyText')} />;
  const letIn = async (id: string) => {
    try {
      await client.comments.unblock(channelId, id);
      await readBlockedPeopleAgain(channelId);
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
  };
  return (
    <div className="flex max-w-160 flex-col gap-3">
      <ul className="divide-y divide-line">
        {people.map(({ id, channel, since }) => {
          const name = channel?.name ?? comments('gone');
          return (
            <ListRow
              key={id}
              icon={<Avatar name={name} url={channel?.avatarUrl ?? null} size={36} />}
              title={<bdi>{name}</bdi>}
              text={t('blockedSince', { date: formats.date(since) })}
              action={{ text: t('letIn'), name: t('letInName', { name }), onClick: () => void letIn(id) }}
            />
          );
        })}
      </ul>
      <MoreButton query={query} />
    </div>
  );
}
