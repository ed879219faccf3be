import type { PlayerLabels } from '@kinora/player';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';

export function usePlayerLabels(): PlayerLabels {
  const t = useTranslations('player');
  return useMemo(
    () => ({
      player: t('player'),
      play: t('play'),
      pause: t('pause'),
      replay: t('replay'),
      next: t('next'),
      mute: t('mute'),
      unmute: t('unmute'),
      volume: t('volume'),
      seek: t('seek'),
      seekValue: (now, total) => t('seekValue', { now, total }),
      speed: t('speed'),
      normalSpeed: t('normalSpeed'),
      quality: t('quality'),
      automatic: t('automatic'),
      sound: t('sound'),
      soundAlone: t('soundAlone'),
      captions: t('captions'),
      captionsOff: t('captionsOff'),
      pictureInPicture: t('pictureInPicture'),
      theatre: t('theatre'),
      leaveTheatre: t('leaveTheatre'),
      fullScreen: t('fullScreen'),
      leaveFullScreen: t('leaveFullScreen'),
      shortcuts: t('shortcuts'),
      close: t('close'),
      growing: t('growing'),
      waitingForPart: (time) => t('waitingForPart', { time }),
      waitingAtEdge: t('waitingAtEdge'),
      stopWaiting: t('stopWaiting'),
      uploadStopped: t('uploadStopped'),
      problem: { offline: t('offline'), server: t('serverAway'), gone: t('gone'), unplayable: t('unplayable') },
      tryAgain: t('tryAgain'),
      keys: [
        { keys: t('keySpace'), does: t('keyPlay') },
        { keys: 'J  L', does: t('keyTen') },
        { keys: '←  →', does: t('keyFive') },
        { keys: '↑  ↓', does: t('keyVolume') },
        { keys: 'M', does: t('mute') },
        { keys: '0 – 9', does: t('keyShare') },
        { keys: '<  >', does: t('keySpeed') },
        { keys: 'C', does: t('captions') },
        { keys: 'F', does: t('fullScreen') },
        { keys: 'T', does: t('theatre') },
        { keys: 'I', does: t('pictureInPicture') },
        { keys: '?', does: t('keyHelp') },
      ],
    }),
    [t],
  );
}
