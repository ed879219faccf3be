import { PlayIcon } from '@phosphor-icons/react/dist/csr/Play';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { useEffect, useRef, useState } from 'react';
import type { PlayerController } from './controller.ts';
import type { PlayerLabels } from './player-labels.ts';
import { formatTime } from './time.ts';
import { usePlayerState } from './use-player-state.ts';

interface OverlayProps {
  controller: PlayerController;
  labels: PlayerLabels;
}

const SLOW_MS = 700;
const TROUBLE_MS = 3500;

/** What is in the way, in a sentence, and whether it mends itself. */
export function StatusOverlay({ controller, labels }: OverlayProps) {
  const pendingS = usePlayerState(controller.store, (state) => state.pendingSeekS);
  const problem = usePlayerState(controller.store, (state) => state.problem);
  const stopped = usePlayerState(controller.store, (state) => state.uploadStopped);
  const waiting = usePlayerState(
    controller.store,
    (state) => state.waiting && !state.swapping && state.pendingSeekS === null,
  );
  const slow = useLater(waiting, SLOW_MS);
  const passing = problem === 'offline' || problem === 'server';
  const troubled = useLater(passing && waiting, TROUBLE_MS);
  const atEdge =
    slow && controller.growing() && controller.store.get().currentS > controller.store.get().mediaDurationS - 1.5;

  if (problem === 'gone' || problem === 'unplayable') {
    return (
      <div className="kp-message kp-solid" role="alert">
        <WarningCircleIcon size={28} aria-hidden />
        <p>{labels.problem[problem]}</p>
        <button type="button" className="kp-action" onClick={() => void controller.retry()}>
          {labels.tryAgain}
        </button>
      </div>
    );
  }
  return (
    <>
      {slow && <div className="kp-working" aria-hidden />}
      <div className="kp-notice" role="status" aria-live="polite">
        {pendingS !== null ? (
          <div className="kp-notice-box">
            <span>{labels.waitingForPart(formatTime(pendingS))}</span>
            {stopped && <span>{labels.uploadStopped}</span>}
            <button type="button" className="kp-link" onClick={() => void controller.play()}>
              {labels.stopWaiting}
            </button>
          </div>
        ) : troubled && passing ? (
          <div className="kp-notice-box">{labels.problem[problem]}</div>
        ) : atEdge ? (
          <div className="kp-notice-box">{stopped ? labels.uploadStopped : labels.waitingAtEdge}</div>
        ) : null}
      </div>
    </>
  );
}

export function BigPlay({ controller, labels }: OverlayProps) {
  const shown = usePlayerState(
    controller.store,
    (state) =>
      state.paused &&
      !state.swapping &&
      state.problem === null &&
      state.pendingSeekS === null &&
      (state.blocked || state.currentS === 0),
  );
  if (!shown) return null;
  return (
    <button type="button" className="kp-big-play" aria-label={labels.play} onClick={() => void controller.play()}>
      <PlayIcon size={34} weight="fill" aria-hidden />
    </button>
  );
}

export function ShortcutsHelp({ labels, onClose }: { labels: PlayerLabels; onClose: () => void }) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <div
      className="kp-help"
      role="dialog"
      aria-label={labels.shortcuts}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header>
        <h2>{labels.shortcuts}</h2>
        <button ref={close} type="button" className="kp-button" aria-label={labels.close} onClick={onClose}>
          <XIcon size={20} aria-hidden />
        </button>
      </header>
      <dl>
        {labels.keys.map((row) => (
          <div key={row.keys}>
            <dt>{row.does}</dt>
            <dd>
              <kbd>{row.keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** True once something has been so for a while. */
function useLater(now: boolean, delayMs: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!now) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), delayMs);
    return () => clearTimeout(timer);
  }, [now, delayMs]);
  return now && late;
}
