import { type RefObject, useCallback, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useNearEnd } from '../../app/use-near-end.ts';
import type { PlayerHandle } from '../playback/player-parts.ts';
import { changeCue, deleteCue, type EditedCue, splitCue } from './cue-edits.ts';
import { CueRow } from './cue-row.tsx';
import { useCurrentMs } from './use-current-ms.ts';

export interface CueListProps {
  cues: EditedCue[];
  language: string;
  player: RefObject<PlayerHandle | null>;
  /** The caption that was just made, by its id. */
  fresh: number | null;
  onChange: (cues: EditedCue[]) => void;
}

const PAGE = 60;

/** All captions of a language in order; more are drawn as somebody scrolls. */
export function CueList({ cues, language, player, fresh, onChange }: CueListProps) {
  const t = useTranslations('captions');
  const [scrolled, setScrolled] = useState(PAGE);
  const drawn = Math.max(scrolled, cues.findIndex(({ id }) => id === fresh) + PAGE);
  const nowMs = useCurrentMs(player);
  const latest = useRef({ cues, onChange });
  latest.current = { cues, onChange };
  const end = useNearEnd(() => setScrolled(drawn + PAGE), drawn < cues.length);

  const edit = useCallback((change: (now: EditedCue[]) => EditedCue[]) => {
    latest.current.onChange(change(latest.current.cues));
  }, []);
  const change = useCallback(
    (id: number, fields: Partial<EditedCue>) => edit((now) => changeCue(now, id, fields)),
    [edit],
  );
  const split = useCallback((id: number, caret: number | null) => edit((now) => splitCue(now, id, caret)), [edit]);
  const remove = useCallback((id: number) => edit((now) => deleteCue(now, id)), [edit]);
  const play = useCallback(
    (ms: number) => {
      player.current?.seek(ms / 1000);
      player.current?.play();
    },
    [player],
  );
  if (cues.length === 0) return <p className="max-w-140 py-3 text-15 text-text-2">{t('emptyList')}</p>;
  return (
    <div className="min-w-0">
      <p className="tabular pb-1 text-13 text-text-3">{t('count', { count: cues.length })}</p>
      <ol className="flex flex-col">
        {cues.slice(0, drawn).map((cue) => (
          <CueRow
            key={cue.id}
            cue={cue}
            language={language}
            current={nowMs >= cue.startMs && nowMs < cue.endMs}
            fresh={cue.id === fresh}
            onChange={change}
            onSplit={split}
            onDelete={remove}
            onPlay={play}
          />
        ))}
      </ol>
      <div ref={end} className="h-px" />
    </div>
  );
}
