import { ArrowCounterClockwiseIcon } from '@phosphor-icons/react/dist/csr/ArrowCounterClockwise';
import { ClosedCaptioningIcon } from '@phosphor-icons/react/dist/csr/ClosedCaptioning';
import { CornersInIcon } from '@phosphor-icons/react/dist/csr/CornersIn';
import { CornersOutIcon } from '@phosphor-icons/react/dist/csr/CornersOut';
import { GearSixIcon } from '@phosphor-icons/react/dist/csr/GearSix';
import { HeadphonesIcon } from '@phosphor-icons/react/dist/csr/Headphones';
import { PauseIcon } from '@phosphor-icons/react/dist/csr/Pause';
import { PictureInPictureIcon } from '@phosphor-icons/react/dist/csr/PictureInPicture';
import { PlayIcon } from '@phosphor-icons/react/dist/csr/Play';
import { RectangleIcon } from '@phosphor-icons/react/dist/csr/Rectangle';
import { SkipForwardIcon } from '@phosphor-icons/react/dist/csr/SkipForward';
import { TranslateIcon } from '@phosphor-icons/react/dist/csr/Translate';
import type { ReactNode } from 'react';
import { chapterAt, type PlayerChapter } from './chapters.ts';
import { ChoiceMenu } from './choice-menu.tsx';
import type { PlayerController } from './controller.ts';
import { SPEEDS } from './keyboard.ts';
import type { PlayerLabels } from './player-labels.ts';
import type { PlayerSound } from './player-source.ts';
import { SOUND_ALONE } from './player-store.ts';
import { SeekBar } from './seek-bar.tsx';
import { formatLength, formatTime } from './time.ts';
import { usePlayerState } from './use-player-state.ts';
import { VolumeControl } from './volume-control.tsx';

export type ControlsMenu = 'speed' | 'quality' | 'captions' | 'sound';

export interface ControlsProps {
  controller: PlayerController;
  labels: PlayerLabels;
  sounds: readonly PlayerSound[];
  storyboardUrl: string | null;
  chapters: readonly PlayerChapter[];
  openMenu: ControlsMenu | null;
  onOpenMenu: (menu: ControlsMenu | null) => void;
  fullScreen: boolean;
  onFullScreen: () => void;
  theatre: boolean;
  onTheatre: (() => void) | null;
  onNext: (() => void) | null;
}

export function Controls(props: ControlsProps) {
  const { controller, labels } = props;
  const paused = usePlayerState(controller.store, (state) => state.paused);
  const ended = usePlayerState(controller.store, (state) => state.ended);
  const playLabel = ended ? labels.replay : paused ? labels.play : labels.pause;
  return (
    <div className="kp-controls">
      <SeekBar controller={controller} labels={labels} storyboardUrl={props.storyboardUrl} chapters={props.chapters} />
      <div className="kp-row">
        <Button label={playLabel} onClick={() => controller.togglePlay()}>
          {ended ? (
            <ArrowCounterClockwiseIcon size={24} aria-hidden />
          ) : paused ? (
            <PlayIcon size={24} weight="fill" aria-hidden />
          ) : (
            <PauseIcon size={24} weight="fill" aria-hidden />
          )}
        </Button>
        {props.onNext && (
          <Button label={labels.next} onClick={props.onNext} className="kp-roomy">
            <SkipForwardIcon size={22} weight="fill" aria-hidden />
          </Button>
        )}
        <VolumeControl controller={controller} labels={labels} />
        <Time controller={controller} labels={labels} />
        <ChapterTitle controller={controller} chapters={props.chapters} />
        <div className="kp-spring" />
        <SpeedMenu {...props} />
        <SoundMenu {...props} />
        <CaptionsMenu {...props} />
        <QualityMenu {...props} />
        {document.pictureInPictureEnabled && (
          <Button
            label={labels.pictureInPicture}
            className="kp-roomy"
            onClick={() => void controller.togglePictureInPicture()}
          >
            <PictureInPictureIcon size={22} aria-hidden />
          </Button>
        )}
        {props.onTheatre && (
          <Button
            label={props.theatre ? labels.leaveTheatre : labels.theatre}
            className="kp-desk"
            onClick={props.onTheatre}
          >
            <RectangleIcon size={22} weight={props.theatre ? 'fill' : 'regular'} aria-hidden />
          </Button>
        )}
        <Button
          label={props.fullScreen ? labels.leaveFullScreen : labels.fullScreen}
          tipEnd
          onClick={props.onFullScreen}
        >
          {props.fullScreen ? <CornersInIcon size={22} aria-hidden /> : <CornersOutIcon size={22} aria-hidden />}
        </Button>
      </div>
    </div>
  );
}

interface ButtonProps {
  label: string;
  onClick: () => void;
  children: ReactNode;
  className?: string;
  tipEnd?: boolean;
}

function Button({ label, onClick, children, className = '', tipEnd }: ButtonProps) {
  return (
    <button
      type="button"
      className={`kp-button ${className}`}
      aria-label={label}
      data-tip={label}
      data-tip-end={tipEnd || undefined}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

function Time({ controller, labels }: Pick<ControlsProps, 'controller' | 'labels'>) {
  const seconds = usePlayerState(controller.store, (state) => Math.floor(state.pendingSeekS ?? state.currentS));
  usePlayerState(controller.store, (state) => state.mediaDurationS);
  const totalS = controller.totalS();
  return (
    <div className="kp-time" dir="ltr">
      <span className="kp-now">{formatTime(seconds, totalS)}</span> /{' '}
      {formatLength(totalS, { isKnown: controller.isLengthKnown() })}
      {controller.growing() && <span className="kp-growing">{labels.growing}</span>}
    </div>
  );
}

function ChapterTitle({ controller, chapters }: Pick<ControlsProps, 'controller' | 'chapters'>) {
  const index = usePlayerState(controller.store, (state) => chapterAt(chapters, state.pendingSeekS ?? state.currentS));
  const title = chapters[index]?.title;
  return title === undefined ? null : <bdi className="kp-chapter">{title}</bdi>;
}

/** Not there for a film without captions. */
function CaptionsMenu({ controller, labels, openMenu, onOpenMenu }: ControlsProps) {
  const captions = usePlayerState(controller.store, (state) => state.captions);
  const language = usePlayerState(controller.store, (state) => state.captionLanguage);
  if (captions.length === 0) return null;
  return (
    <ChoiceMenu
      label={labels.captions}
      open={openMenu === 'captions'}
      onOpen={(open) => onOpenMenu(open ? 'captions' : null)}
      value={language}
      choices={[
        { value: null, label: labels.captionsOff },
        ...captions.map((track) => ({ value: track.language, label: track.label })),
      ]}
      onChoose={(chosen) => controller.setCaptions(chosen)}
      shown={captions.find((track) => track.language === language)?.label ?? labels.captionsOff}
      button={<ClosedCaptioningIcon size={22} weight={language === null ? 'regular' : 'fill'} aria-hidden />}
    />
  );
}

/** Not there for a film with one sound. */
function SoundMenu({ controller, labels, sounds, openMenu, onOpenMenu }: ControlsProps) {
  const sound = usePlayerState(controller.store, (state) => state.sound);
  if (sounds.length < 2) return null;
  return (
    <ChoiceMenu
      label={labels.sound}
      open={openMenu === 'sound'}
      onOpen={(open) => onOpenMenu(open ? 'sound' : null)}
      value={sound}
      choices={sounds.map(({ label }) => ({ value: label, label }))}
      onChoose={(label) => label !== null && controller.sound.choose(label)}
      shown={sound ?? ''}
      button={<TranslateIcon size={22} aria-hidden />}
    />
  );
}

function SpeedMenu({ controller, labels, openMenu, onOpenMenu }: ControlsProps) {
  const rate = usePlayerState(controller.store, (state) => state.rate);
  return (
    <div className="kp-roomy">
      <ChoiceMenu
        label={labels.speed}
        open={openMenu === 'speed'}
        onOpen={(open) => onOpenMenu(open ? 'speed' : null)}
        value={rate}
        choices={SPEEDS.map((speed) => ({ value: speed, label: speed === 1 ? labels.normalSpeed : `${speed}×` }))}
        onChoose={(speed) => controller.setRate(speed)}
        shown={`${rate}×`}
        button={<span className="kp-rate">{rate}×</span>}
      />
    </div>
  );
}

function QualityMenu({ controller, labels, sounds, openMenu, onOpenMenu }: ControlsProps) {
  const qualities = usePlayerState(controller.store, (state) => state.qualities);
  const quality = usePlayerState(controller.store, (state) => state.quality);
  const active = usePlayerState(controller.store, (state) => state.activeQuality);
  if (qualities.length === 0) return null;
  const named = qualities.find((one) => one.name === (quality ?? active))?.label ?? '';
  const label = quality === SOUND_ALONE ? labels.soundAlone : named;
  const activeLabel = qualities.find((one) => one.name === active)?.label;
  return (
    <ChoiceMenu
      label={labels.quality}
      open={openMenu === 'quality'}
      onOpen={(open) => onOpenMenu(open ? 'quality' : null)}
      value={quality}
      choices={[
        { value: null, label: labels.automatic, note: quality === null ? activeLabel : undefined },
        ...qualities.map((one) => ({ value: one.name, label: one.label })),
        ...(sounds.length > 0 ? [{ value: SOUND_ALONE, label: labels.soundAlone }] : []),
      ]}
      onChoose={(name) => controller.setQuality(name)}
      shown={label}
      button={
        <>
          <GearSixIcon size={22} aria-hidden />
          {quality === SOUND_ALONE ? (
            <HeadphonesIcon size={18} aria-hidden />
          ) : (
            <span className="kp-quality">{label}</span>
          )}
        </>
      }
    />
  );
}
