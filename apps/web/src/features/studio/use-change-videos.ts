import type { BulkChange, BulkResult } from '@kinora/sdk';
import { useToast } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';

/** The server takes this many at once. */
const AT_ONCE = 100;

/** Changes many videos alike, shows it everywhere, and says how many were not changed and why. */
export function useChangeVideos(): (ids: string[], change: BulkChange) => Promise<boolean> {
  const t = useTranslations('content');
  const toast = useToast();
  const describe = useDescribeError();
  return async (ids, change) => {
    const results: BulkResult[] = [];
    try {
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        results.push(...(await client.videos.changeMany(ids.slice(from, from + AT_ONCE), change)));
      }
    } catch (error) {
      toast({ text: t('notChanged', { reason: describe(error) }), error: true });
      return false;
    } finally {
      await Promise.all(
        ['my-videos', 'video', 'videos'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
    }
    const refused = results.filter((result) => result.outcome === 'refused');
    const [first] = refused;
    const done = results.length - refused.length;
    if (first)
      toast({ text: t('partlyChanged', { done, refused: refused.length, reason: first.message }), error: true });
    else toast({ text: t('changed', { count: done }) });
    return refused.length === 0;
  };
}
