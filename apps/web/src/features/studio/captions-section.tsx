import type { CaptionTrack, VideoDetail } from '@kinora/sdk';
import { Button, IconButton, Menu, MenuItem, MenuLine, Skeleton } from '@kinora/ui';
import { DotsThreeIcon } from '@phosphor-icons/react/dist/csr/DotsThree';
import { DownloadSimpleIcon } from '@phosphor-icons/react/dist/csr/DownloadSimple';
import { PencilSimpleIcon } from '@phosphor-icons/react/dist/csr/PencilSimple';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { StarIcon } from '@phosphor-icons/react/dist/csr/Star';
import { SubtitlesIcon } from '@phosphor-icons/react/dist/csr/Subtitles';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { UploadSimpleIcon } from '@phosphor-icons/react/dist/csr/UploadSimple';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { saveText } from '../../app/save-text.ts';
import { AddCaptionsDialog } from './add-captions-dialog.tsx';
import { CAPTION_FILES } from './caption-files.ts';
import { languageName } from './languages.ts';
import { useCaptionActions, useCaptions } from './use-captions.ts';

/** What there is to read along, and the way to more. */
export function CaptionsSection({ video }: { video: VideoDetail }) {
  const t = useTranslations('captions');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const query = useCaptions(video.id);
  const [adding, setAdding] = useState(false);
  const tracks = query.data ?? [];
  return (
    <section aria-labelledby="captions-heading" className="flex flex-col gap-2 border-t border-line pt-6">
      <header className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="captions-heading" className="text-18 font-semibold">
          {t('heading')}
        </h2>
        <Button icon={<PlusIcon size={20} aria-hidden />} onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
      </header>
      {query.isPending ? (
        <Skeleton className="h-14" />
      ) : query.isError ? (
        <p role="alert" className="flex flex-wrap items-center gap-3 text-14 text-danger">
          {describe(query.error)}
          <Button size="small" onClick={() => void query.refetch()}>
            {app('tryAgain')}
          </Button>
        </p>
      ) : tracks.length === 0 ? (
        <p className="max-w-140 text-14 text-text-2">{t('none')}</p>
      ) : (
        <ul>
          {tracks.map((track) => (
            <TrackRow key={track.language} videoId={video.id} track={track} />
          ))}
        </ul>
      )}
      {adding && (
        <AddCaptionsDialog
          videoId={video.id}
          taken={tracks.map(({ language }) => language)}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}

function TrackRow({ videoId, track }: { videoId: string; track: CaptionTrack }) {
  const t = useTranslations('captions');
  const locale = useLocale();
  const formats = useFormats();
  const actions = useCaptionActions(videoId);
  const file = useRef<HTMLInputElement>(null);
  const name = languageName(track.language, locale);
  const to = {
    to: '/studio/videos/$videoId/captions/$language',
    params: { videoId, language: track.language },
  } as const;
  return (
    <li className="flex min-h-15 items-center gap-3 border-b border-line py-2 last:border-0">
      <SubtitlesIcon size={20} className="shrink-0 text-text-2" aria-hidden />
      <Link {...to} className="min-w-0 flex-1 rounded-xs">
        <span className="flex flex-wrap items-center gap-x-2">
          <bdi className="truncate text-15 font-semibold">{track.label || name}</bdi>
          {track.label && <span className="text-13 text-text-2">{name}</span>}
          {track.isDefault && (
            <span className="rounded-xs bg-surface-2 px-1.5 text-13 text-text-2">{t('default')}</span>
          )}
        </span>
        <span className="tabular block truncate text-13 text-text-2">
          {t('about', { count: track.cues, age: formats.age(track.updatedAt) })}
        </span>
      </Link>
      <Menu
        trigger={
          <IconButton label={t('actionsFor', { language: name })}>
            <DotsThreeIcon size={20} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem asChild>
          <Link {...to}>
            <PencilSimpleIcon size={20} aria-hidden />
            {t('edit')}
          </Link>
        </MenuItem>
        <MenuItem
          icon={<StarIcon size={20} weight={track.isDefault ? 'fill' : 'regular'} aria-hidden />}
          onSelect={() => actions.setDefault(track, !track.isDefault)}
        >
          {track.isDefault ? t('unsetDefault') : t('setDefault')}
        </MenuItem>
        <MenuItem icon={<UploadSimpleIcon size={20} aria-hidden />} onSelect={() => file.current?.click()}>
          {t('replace')}
        </MenuItem>
        <MenuItem
          icon={<DownloadSimpleIcon size={20} aria-hidden />}
          onSelect={() =>
            void client.captions
              .get(videoId, track.language)
              .then(({ text }) => saveText(text, { name: `captions.${track.language}.vtt`, type: 'text/vtt' }))
          }
        >
          {t('download')}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<TrashIcon size={20} aria-hidden />} onSelect={() => actions.remove(track)}>
          {t('delete')}
        </MenuItem>
      </Menu>
      <input
        ref={file}
        type="file"
        accept={CAPTION_FILES}
        hidden
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (chosen) actions.replace(track, chosen);
        }}
      />
    </li>
  );
}
