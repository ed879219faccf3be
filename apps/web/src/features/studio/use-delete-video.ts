import { useToast } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { hiddenIds } from '../../app/hidden-ids.ts';
import { queryClient } from '../../app/queries.ts';

const { hide, use } = hiddenIds();
export const useHiddenVideos = use;

async function forget(ids: readonly string[]): Promise<void> {
  for (const id of ids) queryClient.removeQueries({ queryKey: ['video', id] });
  await queryClient.invalidateQueries({ queryKey: ['my-videos'] });
  await queryClient.invalidateQueries({ queryKey: ['videos'] });
}

export function useDeleteVideo(): (video: { id: string; title: string }) => void {
  const t = useTranslations('studio');
  const app = useTranslations('app');
  const toast = useToast();
  const describe = useDescribeError();
  return ({ id, title }) => {
    hide([id], true);
    const commit = async () => {
      try {
        const { withdrawal } = await client.videos.delete(id);
        await forget([id]);
        if (withdrawal === 'under_way') toast({ text: t('withdrawing', { title }) });
      } catch (error) {
        hide([id], false);
        toast({ text: t('deleteFailed', { title, reason: describe(error) }), error: true });
      }
    };
    toast({
      text: t('deleted', { title }),
      action: { label: app('undo'), run: () => hide([id], false) },
      onGone: () => void commit(),
    });
  };
}

/** The server takes this many at once. */
const AT_ONCE = 100;

/** Many at once, with one offer to undo all of it. */
export function useDeleteVideos(): (ids: string[]) => void {
  const t = useTranslations('content');
  const app = useTranslations('app');
  const toast = useToast();
  const describe = useDescribeError();
  return (ids) => {
    hide(ids, true);
    const commit = async () => {
      const left = new Set(ids);
      try {
        for (let from = 0; from < ids.length; from += AT_ONCE) {
          const results = await client.videos.deleteMany(ids.slice(from, from + AT_ONCE));
          for (const { id, outcome } of results) if (outcome === 'done') left.delete(id);
        }
        if (left.size > 0) toast({ text: t('notAllDeleted', { count: left.size }), error: true });
      } catch (error) {
        toast({ text: t('notDeleted', { reason: describe(error) }), error: true });
      }
      hide([...left], false);
      await forget(ids);
    };
    toast({
      text: t('deleted', { count: ids.length }),
      action: { label: app('undo'), run: () => hide(ids, false) },
      onGone: () => void commit(),
    });
  };
}
