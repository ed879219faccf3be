import { Button } from '@kinora/ui';
import { UsersThreeIcon } from '@phosphor-icons/react/dist/csr/UsersThree';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import type { PlayerHandle } from '../playback/player-parts.ts';

const LOOK_MS = 1000;
/** Less than this is no reason to jump: networks are not all alike. */
const BEHIND_S = 5;

export interface PremiereBarProps {
  startedAt: string;
  player: RefObject<PlayerHandle | null>;
  /** Where the others are. */
  togetherS: () => number;
}

/** Under a film that all watch together: since when, and the way back to the others for who is behind. */
export function PremiereBar({ startedAt, player, togetherS }: PremiereBarProps) {
  const t = useTranslations('premiere');
  const formats = useFormats();
  const [isBehind, setBehind] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => {
      const { current } = player;
      setBehind(current !== null && togetherS() - current.currentS() > BEHIND_S);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [player, togetherS]);
  return (
    <div className="mt-3 flex min-h-10 flex-wrap items-center gap-x-4 gap-y-2 text-14 text-text-2">
      <span className="inline-flex items-center gap-2">
        <UsersThreeIcon size={20} aria-hidden />
        {t('since', { time: formats.time(startedAt) })}
      </span>
      {isBehind && (
        <Button
          onClick={() => {
            player.current?.seek(togetherS());
            player.current?.play();
          }}
        >
          {t('join')}
        </Button>
      )}
    </div>
  );
}
