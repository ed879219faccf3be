import type { ListedPerson } from '@kinora/sdk';
import { IconButton, Skeleton, useToast } from '@kinora/ui';
import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useListedPeople, viewerListsChanged } from './queries.ts';

export function ListedPeople({ listId }: { listId: string }) {
  const t = useTranslations('viewers');
  const app = useTranslations('app');
  const toast = useToast();
  const describe = useDescribeError();
  const query = useListedPeople(listId);
  const change = async (what: () => Promise<unknown>) => {
    try {
      await what();
    } catch (failure) {
      toast({ text: describe(failure), error: true });
      return false;
    } finally {
      await viewerListsChanged();
    }
    return true;
  };
  const remove = async ({ id, name }: ListedPerson) => {
    if (!(await change(() => client.viewerLists.remove(listId, id)))) return;
    const undo = () => void change(() => client.viewerLists.add(listId, name));
    toast({ text: t('removed', { name }), action: { label: app('undo'), run: undo } });
  };
  if (query.isError) return <p className="text-14 text-danger">{describe(query.error)}</p>;
  if (!query.data) return <Skeleton className="h-16 max-w-160" />;
  if (query.data.length === 0) return <p className="text-14 text-text-2">{t('nobody')}</p>;
  return (
    <ul className="max-h-96 max-w-160 overflow-y-auto" aria-label={t('people')}>
      {query.data.map((person) => (
        <li key={person.id} className="flex items-center justify-between gap-3 text-14">
          <bdi className="min-w-0 break-words">{person.name}</bdi>
          <IconButton label={t('remove', { name: person.name })} onClick={() => void remove(person)}>
            <XIcon size={20} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
