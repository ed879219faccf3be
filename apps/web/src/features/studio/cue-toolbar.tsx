import { Button, Field, IconButton } from '@kinora/ui';
import { ArrowsHorizontalIcon } from '@phosphor-icons/react/dist/csr/ArrowsHorizontal';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { type ReactNode, type RefObject, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PlayerHandle } from '../playback/player-parts.ts';
import { addCue, type EditedCue, parseShift, shiftCues } from './cue-edits.ts';

export interface CueToolbarProps {
  cues: EditedCue[];
  player: RefObject<PlayerHandle | null>;
  onChange: (cues: EditedCue[]) => void;
  /** Told of a caption that was just made. */
  onAdded: (id: number) => void;
  children: ReactNode;
}

/** Stays in sight with the player: a caption is added where that is. */
export function CueToolbar({ cues, player, onChange, onAdded, children }: CueToolbarProps) {
  const t = useTranslations('captions');
  const [shifting, setShifting] = useState(false);
  const add = () => {
    const added = addCue(cues, Math.round((player.current?.currentS() ?? 0) * 1000));
    onChange(added.cues);
    onAdded(added.id);
  };
  return (
    <div className="flex flex-col gap-3 py-3">
      <div className="flex items-center gap-2">
        <Button icon={<PlusIcon size={20} aria-hidden />} onClick={add}>
          {t('addCue')}
        </Button>
        {cues.length > 0 && (
          <IconButton label={t('shift')} aria-expanded={shifting} onClick={() => setShifting(!shifting)}>
            <ArrowsHorizontalIcon size={20} aria-hidden />
          </IconButton>
        )}
        <span className="flex-1" />
        {children}
      </div>
      {shifting && <ShiftForm onShift={(ms) => onChange(shiftCues(cues, ms))} />}
    </div>
  );
}

function ShiftForm({ onShift }: { onShift: (ms: number) => void }) {
  const t = useTranslations('captions');
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const ms = parseShift(text);
  return (
    <form
      className="flex items-start gap-2"
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
      <Button type="submit" variant="tonal" className="mt-[26px] h-11">
        {t('shiftApply')}
      </Button>
    </form>
  );
}
