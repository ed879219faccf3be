import type { VideoDetail } from '@kinora/sdk';
import { Button } from '@kinora/ui';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { confirmAdult } from '../videos/adult.ts';

export interface AgeGateProps {
  video: VideoDetail;
  /** Where those go who are not 18. */
  leave?: ReactNode;
}

/** Before a film that is not for people under 18: nothing of it is shown until somebody says that they are. */
export function AgeGate({ video, leave }: AgeGateProps) {
  const t = useTranslations('age');
  return (
    <div className="mx-auto flex max-w-140 flex-col items-center gap-3 px-6 py-10 text-center">
      <span className="tabular rounded-sm bg-surface-2 px-2.5 py-1 text-15 font-semibold" aria-hidden>
        {t('label')}
      </span>
      <h1 className="text-24 font-semibold break-words max-phone:text-20">
        <bdi>{video.title}</bdi>
      </h1>
      <p className="text-15 text-text-2">{t('text')}</p>
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        <Button variant="ink" onClick={confirmAdult}>
          {t('confirm')}
        </Button>
        {leave}
      </div>
    </div>
  );
}
