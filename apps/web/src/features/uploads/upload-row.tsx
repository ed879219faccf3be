import { ApiError } from '@kinora/sdk';
import { Button, classNames, IconButton, ProgressBar } from '@kinora/ui';
import { FileVideoIcon } from '@phosphor-icons/react/dist/csr/FileVideo';
import { PauseIcon } from '@phosphor-icons/react/dist/csr/Pause';
import { PlayIcon } from '@phosphor-icons/react/dist/csr/Play';
import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { useProcessing } from '../studio/use-processing.ts';
import { useVideoState } from '../studio/video-state.tsx';
import { useVideo } from '../videos/queries.ts';
import { ACCEPT } from './upload-file.ts';
import { type UploadItem, uploadQueue } from './upload-queue.ts';
import { useCancelUpload } from './use-uploads.ts';

export interface UploadRowProps {
  item: UploadItem;
  selected: boolean;
  onSelect: () => void;
}

/** 68 high: frame, name, bar, numbers, pause, cancel. */
export function UploadRow({ item, selected, onSelect }: UploadRowProps) {
  const t = useTranslations('uploads');
  const describe = useDescribeError();
  const share = item.sizeBytes > 0 ? item.offsetBytes / item.sizeBytes : 0;
  const refused = item.status === 'failed';
  return (
    <div
      className={classNames('relative flex min-h-17 items-center gap-3.5 rounded-md p-2.5', selected && 'bg-surface-2')}
    >
      <Frame videoId={item.videoId} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3 max-phone:flex-col max-phone:items-stretch max-phone:gap-0">
          <button
            type="button"
            aria-label={t('select', { name: item.fileName })}
            aria-current={selected || undefined}
            onClick={onSelect}
            className="min-w-0 truncate rounded-xs text-start text-14 font-semibold after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus"
          >
            <bdi>{item.fileName}</bdi>
          </button>
          <StatusText item={item} share={share} />
        </div>
        {refused ? (
          <p role="alert" className="mt-1 line-clamp-2 text-13 text-text-2 max-phone:line-clamp-none">
            {describe(item.error)}
          </p>
        ) : item.status === 'needs-file' ? (
          <p className="mt-1 text-13 text-text-2">{t('needsFileText')}</p>
        ) : (
          <Bar item={item} share={share} />
        )}
        {item.refusedCaptions.map(({ name, error }) => (
          <p key={name} role="alert" className="mt-1 text-13 text-text-2">
            {t('captionsRefused', { name, why: describe(error) })}
          </p>
        ))}
      </div>
      <Actions item={item} />
    </div>
  );
}

function Frame({ videoId }: { videoId: string | null }) {
  const box =
    'flex h-11 w-19.5 shrink-0 items-center justify-center overflow-hidden rounded-sm bg-surface-3 text-text-3';
  if (videoId === null) return <Icon box={box} />;
  return <Poster videoId={videoId} box={box} />;
}

function Icon({ box }: { box: string }) {
  return (
    <div className={box}>
      <FileVideoIcon size={20} aria-hidden />
    </div>
  );
}

function Poster({ videoId, box }: { videoId: string; box: string }) {
  const url = useVideo(videoId).data?.thumbnailUrl;
  if (!url) return <Icon box={box} />;
  return <img src={url} alt="" width={78} height={44} className={classNames(box, 'object-cover')} />;
}

function Bar({ item, share }: { item: UploadItem; share: number }) {
  const t = useTranslations('uploads');
  const label = t('progress', { name: item.fileName });
  if (item.status === 'complete' && item.videoId) return <ProcessingBar videoId={item.videoId} label={label} />;
  const resting = item.status === 'paused' || item.status === 'retrying';
  return <ProgressBar className="mt-2" label={label} value={share} tone={resting ? 'paused' : 'accent'} />;
}

function ProcessingBar({ videoId, label }: { videoId: string; label: string }) {
  const processing = useProcessing(videoId);
  const { share, settled } = useVideoState(processing);
  return (
    <ProgressBar className="mt-2" label={label} value={settled ? 1 : share} tone={settled ? 'success' : 'accent'} />
  );
}

function StatusText({ item, share }: { item: UploadItem; share: number }) {
  const t = useTranslations('uploads');
  const formats = useFormats();
  const percent = formats.percent(share);
  const text = () => {
    switch (item.status) {
      case 'queued':
        return t('queued');
      case 'creating':
        return t('creating');
      case 'uploading':
        if (item.bytesPerSecond === null || item.secondsLeft === null) return t('percentOnly', { percent });
        return t('numbers', {
          percent,
          speed: formats.bytes(item.bytesPerSecond),
          left: formats.left(item.secondsLeft),
        });
      case 'paused':
        return t('paused', { percent });
      case 'retrying':
        return t(isFull(item.error) ? 'waitingForRoom' : 'retrying', { percent });
      case 'needs-file':
        return t('needsFile', { percent });
      case 'failed':
        return t('failed');
      case 'complete':
        return null;
      default:
        item.status satisfies never;
        return null;
    }
  };
  return (
    <span
      role={item.status === 'retrying' ? 'status' : undefined}
      className={classNames('tabular shrink-0 text-13 ', item.status === 'failed' ? 'text-danger' : 'text-text-2')}
    >
      {item.status === 'complete' && item.videoId ? <ProcessingText videoId={item.videoId} /> : text()}
    </span>
  );
}

/** Of the server, not of the person's quota: it goes on by itself. */
function isFull(error: unknown): boolean {
  return error instanceof ApiError && error.status === 507;
}

function ProcessingText({ videoId }: { videoId: string }) {
  const processing = useProcessing(videoId);
  return <>{useVideoState(processing).text}</>;
}

function Actions({ item }: { item: UploadItem }) {
  const t = useTranslations('uploads');
  const cancel = useCancelUpload();
  const name = item.fileName;
  const done = item.status === 'complete';
  return (
    <div className="relative z-1 flex shrink-0 items-center">
      {(item.status === 'uploading' ||
        item.status === 'retrying' ||
        item.status === 'queued' ||
        item.status === 'creating') && (
        <IconButton label={t('pause', { name })} onClick={() => uploadQueue.pause(item.id)}>
          <PauseIcon size={20} aria-hidden />
        </IconButton>
      )}
      {item.status === 'paused' && (
        <IconButton label={t('resume', { name })} onClick={() => uploadQueue.resume(item.id)}>
          <PlayIcon size={20} aria-hidden />
        </IconButton>
      )}
      {item.status === 'failed' && (
        <Button size="small" className="h-10" onClick={() => uploadQueue.resume(item.id)}>
          {t('retry')}
        </Button>
      )}
      {item.status === 'needs-file' && <FileAgain item={item} />}
      <IconButton
        label={done ? t('dismiss', { name }) : t('cancel', { name })}
        onClick={() => (done ? uploadQueue.dismiss(item.id) : cancel(item))}
      >
        <XIcon size={18} aria-hidden />
      </IconButton>
    </div>
  );
}

/** Browsers forget files at a reload; the same one, chosen again, goes on where it stopped. */
function FileAgain({ item }: { item: UploadItem }) {
  const t = useTranslations('uploads');
  const formats = useFormats();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState(false);
  return (
    <>
      {wrong && (
        <span role="alert" className="me-2 max-w-60 text-13 text-danger">
          {t('wrongFile', { name: item.fileName, size: formats.bytes(item.sizeBytes) })}
        </span>
      )}
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        aria-label={t('chooseAgain')}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) setWrong(!uploadQueue.provideFile(item.id, file));
          event.currentTarget.value = '';
        }}
      />
      <Button size="small" className="h-10" onClick={() => input.current?.click()}>
        {t('chooseAgain')}
      </Button>
    </>
  );
}
