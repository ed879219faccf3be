import type { VideoDetail } from '@kinora/sdk';
import { buttonClass } from '@kinora/ui';
import { FilmSlateIcon } from '@phosphor-icons/react/dist/csr/FilmSlate';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';

/** In the player's place, why there is nothing to play and what happens next. */
export function NotPlayable({ video }: { video: VideoDetail }) {
  const t = useTranslations('watch');
  const failed = video.state === 'failed';
  const kind = failed
    ? 'failed'
    : video.state === 'draft'
      ? 'draft'
      : video.state === 'uploading'
        ? 'uploading'
        : 'processing';
  const reason = failed && video.canEdit && video.failure ? video.failure.message : t(`${kind}Text`);
  const Icon = failed ? WarningCircleIcon : FilmSlateIcon;
  return (
    <div
      role={failed ? undefined : 'status'}
      className="flex aspect-video flex-col items-center justify-center gap-2 bg-surface-1 px-6 text-center max-phone:min-h-70"
    >
      <Icon size={36} className={failed ? 'mb-2 text-danger' : 'mb-2 text-text-3'} aria-hidden />
      <p className="text-18 font-semibold">{t(`${kind}Title`)}</p>
      <p className="max-w-120 text-15 text-text-2">{reason}</p>
      {video.canEdit && (
        <Link to="/studio/videos/$videoId" params={{ videoId: video.id }} className={`${buttonClass('tonal')} mt-4`}>
          {t('continueUpload')}
        </Link>
      )}
    </div>
  );
}
