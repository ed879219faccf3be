import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { useSubscription } from './queries.ts';

/** As it is now; `known` until that is read. */
export function SubscriberCount({ channelId, known }: { channelId: string; known?: number }) {
  const t = useTranslations('subscriptions');
  const formats = useFormats();
  const count = useSubscription(channelId).data?.subscribers ?? known;
  if (count === undefined) return null;
  return <span className="tabular">{t('count', { count, shown: formats.count(count) })}</span>;
}
