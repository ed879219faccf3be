import type { MyVideo } from '@kinora/sdk';
import { classNames, IconButton, Menu, MenuItem, MenuLine, ProgressBar, Thumbnail, useToast } from '@kinora/ui';
import { CopySimpleIcon } from '@phosphor-icons/react/dist/csr/CopySimple';
import { DotsThreeVerticalIcon } from '@phosphor-icons/react/dist/csr/DotsThreeVertical';
import { PencilSimpleIcon } from '@phosphor-icons/react/dist/csr/PencilSimple';
import { PlayIcon } from '@phosphor-icons/react/dist/csr/Play';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { copyText } from '../../app/copy-text.ts';
import { useFormats } from '../../app/format.ts';
import { shareLink } from '../playback/share-link.ts';
import { videoLength } from '../videos/video-length.ts';
import { VISIBILITY_ICONS } from '../videos/visibility-icons.ts';
import { useDeleteVideo } from './use-delete-video.ts';
import { useProcessing } from './use-processing.ts';
import { useVideoState } from './video-state.tsx';

export interface ContentRowProps {
  video: MyVideo;
  /** Otherwise it can be looked at, as far as its visibility goes. */
  mayEdit: boolean;
  chosen: boolean;
  /** With `range`: all from the one that was chosen before. */
  onChoose: (range: boolean) => void;
}

export function ContentRow({ video, mayEdit, chosen, onChoose }: ContentRowProps) {
  const t = useTranslations('studio');
  const form = useTranslations('form');
  const content = useTranslations('content');
  const premiere = useTranslations('premiere');
  const scheduled = (date: string) => (video.premiere ? premiere('onDate', { date }) : content('scheduled', { date }));
  // Of the click; the change that follows it does not say.
  const shift = useRef(false);
  const formats = useFormats();
  const Icon = VISIBILITY_ICONS[video.visibility];
  return (
    <tr className={classNames('h-18 border-b border-line hover:bg-surface-1 [&>td]:py-2', chosen && 'bg-surface-1')}>
      <td>
        {mayEdit && (
          <input
            type="checkbox"
            aria-label={content('choose', { title: video.title })}
            checked={chosen}
            onClick={(event) => {
              shift.current = event.shiftKey;
            }}
            onChange={() => onChoose(shift.current)}
            className="content-check"
          />
        )}
      </td>
      <td className="pe-4">
        <div className="relative flex items-center gap-3">
          <Thumbnail
            url={video.thumbnailUrl}
            rounded="rounded-sm"
            className="w-24 shrink-0"
            badge={videoLength(video)}
          />
          <div className="min-w-0">
            <Link
              to={mayEdit ? '/studio/videos/$videoId' : '/watch/$videoId'}
              params={{ videoId: video.id }}
              className="line-clamp-2 rounded-xs text-14 font-semibold break-words after:absolute after:inset-0"
            >
              <bdi>{video.title}</bdi>
            </Link>
            <div className="phone:hidden">
              <State video={video} isLive={mayEdit} />
            </div>
          </div>
        </div>
      </td>
      <td className="max-side:hidden">
        <span className="flex items-center gap-2 pe-3 text-14 text-text-2">
          <Icon size={18} aria-hidden className="shrink-0" />
          {video.publishAt ? scheduled(formats.date(video.publishAt)) : form(video.visibility)}
        </span>
      </td>
      <td className="max-phone:hidden">
        <State video={video} isLive={mayEdit} />
      </td>
      <td className="text-14 text-text-2 max-side:hidden">{formats.age(video.createdAt)}</td>
      <td className="tabular text-end text-14 max-side:hidden">{formats.number(video.views)}</td>
      <td className="tabular text-end text-14 text-text-2 max-side:hidden">
        {video.storedBytes ? formats.bytes(video.storedBytes) : '–'}
      </td>
      <td>{mayEdit && <Actions video={video} title={t('actionsFor', { title: video.title })} />}</td>
    </tr>
  );
}

function State({ video, isLive }: { video: MyVideo; isLive: boolean }) {
  const t = useTranslations('studio');
  if (isLive && (video.state === 'uploading' || video.state === 'processing' || video.state === 'playable'))
    return <LiveState videoId={video.id} />;
  return (
    <span className={`flex items-center gap-1.5 text-14 ${video.state === 'failed' ? 'text-danger' : 'text-text-2'}`}>
      {video.state === 'failed' && <WarningCircleIcon size={16} weight="fill" aria-hidden />}
      {t(`states.${video.state}`)}
    </span>
  );
}

function LiveState({ videoId }: { videoId: string }) {
  const processing = useProcessing(videoId);
  const { text, share, settled } = useVideoState(processing);
  return (
    <div className="flex max-w-44 flex-col gap-1.5">
      <span className="tabular min-h-5 truncate text-14 text-text-2">{text}</span>
      <ProgressBar className="!h-1" label={text} value={settled ? 1 : share} tone={settled ? 'success' : 'accent'} />
    </div>
  );
}

function Actions({ video, title }: { video: MyVideo; title: string }) {
  const t = useTranslations('studio');
  const app = useTranslations('app');
  const navigate = useNavigate();
  const toast = useToast();
  const remove = useDeleteVideo();
  const copy = async () => {
    await copyText(shareLink(location.origin, video.id, null));
    toast({ text: app('copied') });
  };
  return (
    <div className="flex justify-end">
      <Link
        to="/studio/videos/$videoId"
        params={{ videoId: video.id }}
        aria-label={`${t('edit')}: ${video.title}`}
        className="flex size-10 items-center justify-center rounded-sm hover:bg-surface-2 max-phone:hidden"
      >
        <PencilSimpleIcon size={20} aria-hidden />
      </Link>
      <Menu
        trigger={
          <IconButton label={title}>
            <DotsThreeVerticalIcon size={20} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem
          icon={<PencilSimpleIcon size={20} aria-hidden />}
          onSelect={() => void navigate({ to: '/studio/videos/$videoId', params: { videoId: video.id } })}
        >
          {t('edit')}
        </MenuItem>
        <MenuItem
          icon={<PlayIcon size={20} aria-hidden />}
          onSelect={() => void navigate({ to: '/watch/$videoId', params: { videoId: video.id } })}
        >
          {t('watch')}
        </MenuItem>
        <MenuItem icon={<CopySimpleIcon size={20} aria-hidden />} onSelect={() => void copy()}>
          {t('copyLink')}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<TrashIcon size={20} aria-hidden />} onSelect={() => remove(video)}>
          {t('delete')}
        </MenuItem>
      </Menu>
    </div>
  );
}
