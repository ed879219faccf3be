import { Button, Field } from '@kinora/ui';
import { ArrowsHorizontalIcon } from '@phosphor-icons/react/dist/csr/ArrowsHorizontal';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { type RefObject, useCallback, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useNearEnd } from '../../app/use-near-end.ts';
import type { PlayerHandle } from '../playback/player-parts.ts';
import { addCue, changeCue, deleteCue, type EditedCue, parseShift, shiftCues, splitCue } from './cue-edits.ts';
import { CueRow } from './cue-row.tsx';
import { useCurrentMs } from './use-current-ms.ts';

export interface CueListProps {
  cues: EditedCue[];
  language: string;
  player: RefObject<PlayerHandle | null>;
  onChange: (cues: EditedCue[]) => void;
}

const PAGE = 60;

/** All captions of a language in order; more are drawn as somebody scrolls. */
export function CueList({ cues, language, player, onChange }: CueListProps) {
  const t = useTranslations('captions');
  const [drawn, setDrawn] = useState(PAGE);
  const [fresh, setFresh] = useState<number | null>(null);
  const [shifting, setShifting] = useState(false);
  const nowMs = useCurrentMs(player);
  const latest = useRef({ cues, onChange });
  latest.current = { cues, onChange };
  const end = useNearEnd(() => setDrawn((now) => now + PAGE), drawn < cues.length);

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
  const add = () => {
    const { cues: next, id } = addCue(cues, nowMs);
    onChange(next);
    setFresh(id);
    setDrawn((now) => Math.max(now, next.findIndex((cue) => cue.id === id) + PAGE));
  };
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={<PlusIcon size={20} aria-hidden />} onClick={add}>
          {t('addCue')}
        </Button>
        {cues.length > 0 && (
          <Button
            variant="ghost"
            aria-expanded={shifting}
            icon={<ArrowsHorizontalIcon size={20} aria-hidden />}
            onClick={() => setShifting(!shifting)}
          >
            {t('shift')}
          </Button>
        )}
        <span className="tabular ms-auto text-13 text-text-3">{t('count', { count: cues.length })}</span>
      </div>
      {shifting && <ShiftForm onShift={(ms) => edit((now) => shiftCues(now, ms))} />}
      {cues.length === 0 ? (
        <p className="max-w-140 py-6 text-15 text-text-2">{t('emptyList')}</p>
      ) : (
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
      )}
      <div ref={end} className="h-px" />
    </div>
  );
}

function ShiftForm({ onShift }: { onShift: (ms: number) => void }) {
  const t = useTranslations('captions');
  const [text, setText] = useState('');
  const ms = parseShift(text);
  const [tried, setTried] = useState(false);
  return (
    <form
      className="flex max-w-100 items-end gap-2 rounded-sm bg-surface-1 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (ms === null) return;
        onShift(ms);
        setText('');
        setTried(false);
      }}
    >
      <div className="min-w-0 flex-1">
        <Field
          label={t('shiftBy')}
          dir="ltr"
          placeholder="−1.5"
          maxLength={12}
          value={text}
          error={tried && ms === null ? t('shiftWrong') : null}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" variant="tonal" className="h-11">
        {t('shiftApply')}
      </Button>
    </form>
  );
}
