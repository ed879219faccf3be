import { useEffect, useRef } from 'react';
import type { PlayerController } from './controller.ts';
import { commandOf, type PlayerCommand, stepSpeed } from './keyboard.ts';

export interface ShortcutTargets {
  controller: PlayerController | null;
  onFullScreen: () => void;
  onTheatre: (() => void) | null;
  onHelp: () => void;
  onUsed: () => void;
}

/** Keys work anywhere on the page where nothing else takes them. */
export function useShortcuts(targets: ShortcutTargets): void {
  const latest = useRef(targets);
  latest.current = targets;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { controller } = latest.current;
      if (!controller || event.defaultPrevented || takesKeys(event.target)) return;
      const command = commandOf(
        event,
        event.target instanceof HTMLElement && event.target.closest('button, a, summary') !== null,
      );
      if (!command) return;
      event.preventDefault();
      latest.current.onUsed();
      run(command, controller, latest.current);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || document.querySelector('dialog[open]') !== null) return true;
  return target.closest('input, textarea, select, [role="menu"], [role="tablist"], [role="dialog"]') !== null;
}

function run(command: PlayerCommand, controller: PlayerController, targets: ShortcutTargets): void {
  const { store } = controller;
  switch (command.kind) {
    case 'toggle-play':
      controller.togglePlay();
      break;
    case 'seek-by':
      controller.seekBy(command.seconds);
      break;
    case 'seek-to-share':
      controller.seek(controller.totalS() * command.share);
      break;
    case 'volume-by':
      controller.sound.setVolume((store.get().muted ? 0 : store.get().volume) + command.step);
      break;
    case 'mute':
      controller.sound.toggleMute();
      break;
    case 'captions':
      controller.toggleCaptions();
      break;
    case 'faster':
      controller.setRate(stepSpeed(store.get().rate, 1));
      break;
    case 'slower':
      controller.setRate(stepSpeed(store.get().rate, -1));
      break;
    case 'full-screen':
      targets.onFullScreen();
      break;
    case 'theatre':
      targets.onTheatre?.();
      break;
    case 'picture-in-picture':
      void controller.togglePictureInPicture();
      break;
    case 'help':
      targets.onHelp();
      break;
    default:
      command satisfies never;
  }
}
