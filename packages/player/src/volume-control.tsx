import { SpeakerHighIcon } from '@phosphor-icons/react/dist/csr/SpeakerHigh';
import { SpeakerLowIcon } from '@phosphor-icons/react/dist/csr/SpeakerLow';
import { SpeakerXIcon } from '@phosphor-icons/react/dist/csr/SpeakerX';
import type { PlayerController } from './controller.ts';
import type { PlayerLabels } from './player-labels.ts';
import { usePlayerState } from './use-player-state.ts';

export function VolumeControl({ controller, labels }: { controller: PlayerController; labels: PlayerLabels }) {
  const volume = usePlayerState(controller.store, (state) => (state.muted ? 0 : state.volume));
  const Icon = volume === 0 ? SpeakerXIcon : volume < 0.5 ? SpeakerLowIcon : SpeakerHighIcon;
  const label = volume === 0 ? labels.unmute : labels.mute;
  return (
    <div className="kp-volume" dir="ltr">
      <button
        type="button"
        className="kp-button"
        aria-label={label}
        data-tip={label}
        onClick={() => controller.sound.toggleMute()}
      >
        <Icon size={22} aria-hidden />
      </button>
      <input
        type="range"
        className="kp-volume-range"
        aria-label={labels.volume}
        min={0}
        max={1}
        step={0.05}
        value={volume}
        style={{ '--kp-volume': `${volume * 100}%` } as React.CSSProperties}
        onChange={(event) => controller.sound.setVolume(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
