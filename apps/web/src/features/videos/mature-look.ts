import type { VideoCard } from '@kinora/sdk';
import { useTranslations } from 'use-intl';
import { useAdult } from './adult.ts';

/** How the picture of a film looks that is not for people under 18: marked, and hidden until somebody says that they are. */
export function useMatureLook({ mature }: Pick<VideoCard, 'mature'>): { mark?: string; blurred?: boolean } {
  const t = useTranslations('card');
  const adult = useAdult();
  return mature ? { mark: t('mature'), blurred: !adult } : {};
}
