import type { VideoCard } from '@kinora/sdk';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';

/** What a card says of a premiere: that it is one, and when, as long as it is to come. */
export function usePremiereLook({ premiere }: Pick<VideoCard, 'premiere'>): { mark?: string; when?: string } {
  const t = useTranslations('premiere');
  const formats = useFormats();
  if (!premiere) return {};
  if (premiere.startedAt) return { mark: t('now') };
  const { startsAt } = premiere;
  return { mark: t('name'), when: t('at', { date: formats.date(startsAt), time: formats.time(startsAt) }) };
}
