import { keptLength } from '@kinora/media';
import type { Trim, VideoDetail } from '@kinora/sdk';
import { Button, IconButton, Notice, ProgressBar } from '@kinora/ui';
import { ArrowUUpLeftIcon } from '@phosphor-icons/react/dist/csr/ArrowUUpLeft';
import { ArrowUUpRightIcon } from '@phosphor-icons/react/dist/csr/ArrowUUpRight';
import { ScissorsIcon } from '@phosphor-icons/react/dist/csr/Scissors';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { useBlocker } from '@tanstack/react-router';
import { type RefObject, useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import type { PlayerHandle } from '../playback/player-parts.ts';
import { VideoPlayer } from '../playback/video-player.tsx';
import { refetchVideo } from '../videos/queries.ts';
import { formatCueTime } from './cue-edits.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { cutAt, keptMs, movePart, partAt, problemOf } from './trim-edits.ts';
import { TrimParts } from './trim-parts.tsx';
import { TrimTimeline } from './trim-timeline.tsx';
import { useFileActions } from './use-file-actions.ts';
import { type TrimEditing, useTrim } from './use-trim.ts';
import { useTrimKeys } from './use-trim-keys.ts';
import { useTrimPreview } from './use-trim-preview.ts';
import { wholeVideo } from './whole-video.ts';

/** Player, timeline and parts of one film, whatever of it plays. */
export function TrimEditor({ video, trim }: { video: VideoDetail; trim: Trim }) {
  const t = useTranslations('trim');
  const player = useRef<PlayerHandle>(null);
  const editing = useTrim(video, trim);
  const { parts, durationMs } = editing;
  const whole = useMemo(() => wholeVideo(video, trim), [video, trim]);
  const currentMs = useTrimPreview(player, editing);
  const leaving = useBlocker({
    shouldBlockFn: () => editing.dirty,
    enableBeforeUnload: editing.dirty,
    withResolver: true,
  });
  const commands = useCommands(editing, player);
  useTrimKeys(commands);
  const problem = problemOf(parts);
  const offReason = !editing.dirty
    ? t('nothingToSave')
    : editing.isMaking || editing.state === 'newer'
      ? t('busy')
      : problem === 'short'
        ? t('tooShort')
        : problem === 'many'
          ? t('tooMany')
          : null;
  const lengths = { kept: formatCueTime(keptMs(parts)), whole: formatCueTime(durationMs) };
  return (
    <div className="captions-columns trim-columns">
      <div className="captions-player">
        <div className="overflow-hidden rounded-md max-phone:-mx-4 max-phone:rounded-none">
          <VideoPlayer
            ref={player}
            video={whole}
            autoPlay={false}
            counted={false}
            startS={trim.trimmed ? (trim.rangesMs[0]?.[0] ?? 0) / 1000 : null}
            readAgain={() => readWhole(video.id)}
          />
        </div>
        <div className="flex flex-col gap-3 py-3">
          <TrimTimeline
            video={whole}
            editing={editing}
            currentMs={currentMs}
            onSeek={(ms) => player.current?.seek(ms / 1000)}
          />
          <div className="flex flex-wrap items-center gap-2">
            <Button icon={<ScissorsIcon size={20} aria-hidden />} onClick={commands.cut}>
              {t('cutHere')}
            </Button>
            <Button onClick={commands.start}>{t('setStart')}</Button>
            <Button onClick={commands.end}>{t('setEnd')}</Button>
          </div>
          <div className="flex items-center gap-1">
            <IconButton
              label={t('undo')}
              disabled={!editing.canUndo}
              className="-ms-2 disabled:opacity-45"
              onClick={editing.undo}
            >
              <ArrowUUpLeftIcon size={20} aria-hidden />
            </IconButton>
            <IconButton
              label={t('redo')}
              disabled={!editing.canRedo}
              className="disabled:opacity-45"
              onClick={editing.redo}
            >
              <ArrowUUpRightIcon size={20} aria-hidden />
            </IconButton>
            <div className="min-w-0 flex-1 px-1 text-13">
              <p className="tabular text-text-2">{t('length', lengths)}</p>
              <p role="status" className="min-h-5 text-text-3">
                {editing.state !== 'idle' && t(`states.${editing.state}`)}
              </p>
            </div>
            <Button variant="ink" busy={editing.isSending} offReason={offReason} onClick={editing.save}>
              {t('save')}
            </Button>
          </div>
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Outcome video={video} editing={editing} />
        {editing.changedElsewhere && (
          <Notice tone="info">
            {t('changedElsewhere')}
            <div className="pt-2">
              <Button size="small" variant="line" onClick={editing.takeShown}>
                {t('takeShown')}
              </Button>
            </div>
          </Notice>
        )}
        {trim.trimmed && !editing.isMaking && editing.state !== 'saving' && editing.state !== 'newer' && (
          <Notice tone="info">
            {t('trimmed', { kept: formatCueTime(keptLength(trim.rangesMs)), whole: formatCueTime(durationMs) })}
            <div className="pt-2">
              <Button size="small" variant="line" busy={editing.isSending} onClick={editing.restore}>
                {t('restore')}
              </Button>
            </div>
          </Notice>
        )}
        <TrimParts
          editing={editing}
          onPlay={(ms) => {
            player.current?.seek(ms / 1000);
            player.current?.play();
          }}
        />
        <p className="text-13 text-text-3 max-phone:hidden">{t('keys')}</p>
      </div>
      {leaving.status === 'blocked' && (
        <LeaveDialog text={t('leaveText')} onStay={leaving.reset} onLeave={leaving.proceed} />
      )}
    </div>
  );
}

/** The address of all of the film has ended; another one is made for the asking. */
async function readWhole(videoId: string): Promise<VideoDetail> {
  const [video, trim] = await Promise.all([refetchVideo(videoId), client.videos.trim(videoId)]);
  return wholeVideo(video, trim);
}

/** What buttons and keys do where the player is. */
function useCommands(editing: TrimEditing, player: RefObject<PlayerHandle | null>) {
  const { parts, durationMs, frameMs, change } = editing;
  const atMs = () => Math.round((player.current?.currentS() ?? 0) * 1000);
  const move = (border: 'start' | 'end') => {
    const ms = atMs();
    // In a gap, the part behind begins there, or the one before ends there.
    const part =
      partAt(parts, ms) ??
      (border === 'start' ? parts.find(({ startMs }) => startMs > ms) : parts.findLast(({ endMs }) => endMs < ms));
    if (part) change(movePart(parts, { id: part.id, border, ms, durationMs, frameMs }));
  };
  return {
    cut: () => change(cutAt(parts, atMs(), frameMs)),
    start: () => move('start'),
    end: () => move('end'),
    undo: () => editing.canUndo && editing.undo(),
    redo: () => editing.canRedo && editing.redo(),
  };
}

/** Why it was not saved, or how far it is. */
function Outcome({ video, editing }: { video: VideoDetail; editing: TrimEditing }) {
  const t = useTranslations('trim');
  const file = useTranslations('file');
  const describe = useDescribeError();
  const formats = useFormats();
  const actions = useFileActions(video.id);
  const { next } = editing;
  const error = editing.error ?? actions.error;
  if (error || next?.state === 'failed') {
    return (
      <Notice tone="danger" role="alert" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
        {error ? t('notSaved', { reason: describe(error) }) : `${next?.failure?.message ?? ''} ${file('goesOn')}`}
      </Notice>
    );
  }
  if (!next) return null;
  const label = file(`states.${next.state === 'uploading' ? 'uploading' : next.kind}`);
  return (
    <div className="flex flex-col gap-2 rounded-md bg-surface-1 p-4">
      <div className="flex items-baseline justify-between gap-3 text-14">
        <span className="font-semibold">{label}</span>
        <span className="tabular text-text-2">
          {next.state === 'waiting' ? file('waiting') : formats.percent(next.progress)}
        </span>
      </div>
      <ProgressBar label={label} value={next.progress} />
      <p className="text-13 text-text-3">{t('untilThen')}</p>
      {editing.dirty && <p className="text-13 text-text-2">{t('notPartOfIt')}</p>}
      <div>
        <Button size="small" variant="line" busy={actions.busy} onClick={() => actions.cancel(editing.givenUp)}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  );
}
