import { useToast } from '@kinora/ui';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';

let hidden: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function hide(id: string, on: boolean): void {
  const next = new Set(hidden);
  if (on) next.add(id);
  else next.delete(id);
  hidden = next;
  for (const listener of listeners) listener();
}

/** Videos that are as good as deleted: still there until the offer to undo is over. */
export function useHiddenVideos(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => hidden,
  );
}

export function useDeleteVideo(): (video: { id: string; title: string }) => void {
  const t = useTranslations('studio');
  const app = useTranslations('app');
  const toast = useToast();
  const describe = useDescribeError();
  return ({ id, title }) => {
    hide(id, true);
    const commit = async () => {
      try {
        const { withdrawal } = await client.videos.delete(id);
        queryClient.removeQueries({ queryKey: ['video', id] });
        await queryClient.invalidateQueries({ queryKey: ['my-videos'] });
        await queryClient.invalidateQueries({ queryKey: ['videos'] });
        if (withdrawal === 'under_way') toast({ text: t('withdrawing', { title }) });
      } catch (error) {
        hide(id, false);
        toast({ text: t('deleteFailed', { title, reason: describe(error) }), error: true });
      }
    };
    toast({
      text: t('deleted', { title }),
      action: { label: app('undo'), run: () => hide(id, false) },
      onGone: () => void commit(),
    });
  };
}
