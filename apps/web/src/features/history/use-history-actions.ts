import type { HistoryEntry } from '@kinora/sdk';
import { useToast } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { dropFromHistory, readHistoryAgain } from './queries.ts';

/** Away at once, with a way back; what the server refuses is said, and the list is read again. */
export function useHistoryActions() {
  const t = useTranslations('history');
  const app = useTranslations('app');
  const toast = useToast();
  const describe = useDescribeError();
  const failed = (error: unknown) => toast({ text: describe(error), error: true });
  const take = async (
    isTaken: (entry: HistoryEntry) => boolean,
    { send, back, text }: { send: () => Promise<void>; back: () => Promise<void>; text: string },
  ) => {
    await dropFromHistory(isTaken);
    try {
      await send();
    } catch (error) {
      failed(error);
      return readHistoryAgain();
    }
    const undo = async () => {
      await back().catch(failed);
      await readHistoryAgain();
    };
    toast({ text, action: { label: app('undo'), run: () => void undo() } });
  };
  return {
    remove: (videoId: string) =>
      take(({ video }) => video.id === videoId, {
        send: () => client.history.remove(videoId),
        back: () => client.history.restore(videoId),
        text: t('removed'),
      }),
    clear: () =>
      take(() => true, {
        send: () => client.history.clear(),
        back: () => client.history.unclear(),
        text: t('cleared'),
      }),
  };
}
