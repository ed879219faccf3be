import { HeadphonesIcon } from '@phosphor-icons/react/dist/csr/Headphones';
import type { PlayerController } from './controller.ts';
import { SOUND_ALONE } from './player-store.ts';
import { usePlayerState } from './use-player-state.ts';

interface SoundAloneProps {
  controller: PlayerController;
  posterUrl: string | null;
  label: string;
}

/** In place of the picture, for those who listen. */
export function SoundAlone({ controller, posterUrl, label }: SoundAloneProps) {
  const on = usePlayerState(controller.store, (state) => state.quality === SOUND_ALONE);
  if (!on) return null;
  return (
    <div className="kp-sound-alone">
      {posterUrl && <img src={posterUrl} alt="" />}
      <p>
        <HeadphonesIcon size={20} aria-hidden /> {label}
      </p>
    </div>
  );
}
