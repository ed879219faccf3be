import type { NextEdition, VideoDetail } from '@kinora/sdk';
import { Button, buttonClass, Notice, ProgressBar } from '@kinora/ui';
import { ArrowsClockwiseIcon } from '@phosphor-icons/react/dist/csr/ArrowsClockwise';
import { FilmStripIcon } from '@phosphor-icons/react/dist/csr/FilmStrip';
import { ScissorsIcon } from '@phosphor-icons/react/dist/csr/Scissors';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { Link } from '@tanstack/react-router';
import { useId, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ACCEPT } from '../uploads/upload-file.ts';
import { useFileActions } from './use-file-actions.ts';
import { useProcessing } from './use-processing.ts';

/** What the video is made of, and what is being made to take its place. */
export function FileSection({ video }: { video: VideoDetail }) {
  const t = useTranslations('file');
  const describe = useDescribeError();
  const heading = useId();
  const processing = useProcessing(video.id);
  const actions = useFileActions(video.id);
  const next = processing?.next ?? null;
  const isBusy = next !== null && next.state !== 'failed';
  const error = actions.error ?? actions.sending?.error;
  if (!processing || (video.state !== 'ready' && video.state !== 'failed')) return null;
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-3 border-t border-line-ctl/40 pt-4">
      <h2 id={heading} className="text-16 font-semibold">
        {t('heading')}
      </h2>
      {error ? (
        <Notice tone="danger" role="alert" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
          {describe(error)}
        </Notice>
      ) : null}
      {next?.state === 'failed' && (
        <Notice tone="danger" role="alert" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
          <strong className="font-semibold">{t(`failed.${next.kind}`)}</strong>
          <br />
          {next.failure?.message} {t('goesOn')}
          <div className="pt-2">
            <Button size="small" variant="line" busy={actions.busy} onClick={() => actions.cancel()}>
              {t('dismiss')}
            </Button>
          </div>
        </Notice>
      )}
      {isBusy ? <Next next={next} videoId={video.id} actions={actions} /> : <Choices video={video} actions={actions} />}
    </section>
  );
}

type Actions = ReturnType<typeof useFileActions>;

function Choices({ video, actions }: { video: VideoDetail; actions: Actions }) {
  const t = useTranslations('file');
  return (
    <>
      <p className="text-14 text-text-2">{t('hint')}</p>
      <div className="flex flex-wrap gap-2">
        <ChooseFile label={t('replace')} busy={actions.sending?.error === null} onFile={actions.replace} />
        {video.state === 'ready' && (
          <Button
            icon={<ArrowsClockwiseIcon size={20} aria-hidden />}
            busy={actions.busy}
            offReason={video.shownRangesMs.length > 0 ? t('reprocessTrimmed') : null}
            onClick={actions.reprocess}
          >
            {t('reprocess')}
          </Button>
        )}
        {video.state === 'ready' && (
          <Link to="/studio/videos/$videoId/trim" params={{ videoId: video.id }} className={buttonClass('tonal')}>
            <ScissorsIcon size={20} aria-hidden />
            {t('trim')}
          </Link>
        )}
      </div>
    </>
  );
}

function Next({ next, videoId, actions }: { next: NextEdition; videoId: string; actions: Actions }) {
  const t = useTranslations('file');
  const formats = useFormats();
  const labelled = useId();
  const { sending } = actions;
  const share = sending ? sending.offsetBytes / sending.sizeBytes : 0;
  const progress = next.state === 'uploading' ? Math.max(next.progress, share) : next.progress;
  const left = next.upload !== null && !sending;
  return (
    <div className="flex flex-col gap-2 rounded-md bg-surface-1 p-4" data-next={videoId}>
      <div className="flex items-baseline justify-between gap-3 text-14">
        <span id={labelled} className="min-w-0 font-semibold">
          {t(`states.${next.state === 'uploading' ? 'uploading' : next.kind}`)}
        </span>
        <span className="tabular text-text-2">
          {next.state === 'waiting' ? t('waiting') : formats.percent(progress)}
        </span>
      </div>
      {next.upload && (
        <p className="truncate text-13 text-text-2" dir="auto">
          {next.upload.fileName}
        </p>
      )}
      <ProgressBar
        label={t(`states.${next.state === 'uploading' ? 'uploading' : next.kind}`)}
        value={progress}
        tone={left ? 'paused' : 'accent'}
      />
      <p className="text-13 text-text-3">
        {left ? t('chooseAgain') : next.etaMs ? formats.left(next.etaMs / 1000) : t('untilThen')}
      </p>
      <div className="flex flex-wrap gap-2">
        {left && <ChooseFile label={t('goOn')} busy={false} onFile={actions.replace} />}
        <Button variant="line" busy={actions.busy} onClick={() => actions.cancel()}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  );
}

function ChooseFile({ label, busy, onFile }: { label: string; busy: boolean; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={<FilmStripIcon size={20} aria-hidden />} busy={busy} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        aria-label={label}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}
