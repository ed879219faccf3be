import type { HistoryEntry } from '@kinora/sdk';
import { IconButton, Thumbnail } from '@kinora/ui';
import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { useMatureLook } from '../videos/mature-look.ts';
import { prefetchVideo, useThumbnail } from '../videos/queries.ts';
import { videoLength } from '../videos/video-length.ts';

export interface HistoryRowProps {
  entry: HistoryEntry;
  onRemove: () => void;
}

export function HistoryRow({ entry, onRemove }: HistoryRowProps) {
  const t = useTranslations('history');
  const formats = useFormats();
  const { video, positionMs, durationMs, viewedAt } = entry;
  const mature = useMatureLook(video);
  return (
    <li className="flex items-center gap-2 py-2">
      <Link
        to="/watch/$videoId"
        params={{ videoId: video.id }}
        onPointerEnter={() => prefetchVideo(video.id)}
        className="flex min-w-0 flex-1 items-start gap-4 rounded-md max-phone:gap-3"
      >
        <Thumbnail
          url={useThumbnail(video)}
          badge={videoLength(video)}
          progress={durationMs > 0 ? Math.min(1, positionMs / durationMs) : null}
          blurred={mature.blurred}
          mark={mature.mark}
          className="w-44 shrink-0 max-phone:w-32"
        />
        <span className="min-w-0 flex-1">
          <bdi className="line-clamp-2 break-words text-16 font-semibold max-phone:text-15">{video.title}</bdi>
          <bdi className="mt-1 block truncate text-13 text-text-2">{video.channel.name}</bdi>
          <span className="tabular block truncate text-13 text-text-2">
            {t('watched', { when: formats.age(viewedAt) })}
          </span>
        </span>
      </Link>
      <IconButton label={t('remove', { title: video.title })} onClick={onRemove}>
        <XIcon size={20} aria-hidden />
      </IconButton>
    </li>
  );
}
