import { classNames, fieldBox, IconButton } from '@kinora/ui';
import { PlayIcon } from '@phosphor-icons/react/dist/csr/Play';
import { ScissorsIcon } from '@phosphor-icons/react/dist/csr/Scissors';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { memo, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { type EditedCue, formatCueTime, problemOf } from './cue-edits.ts';
import { TimeField } from './time-field.tsx';

export interface CueRowProps {
  cue: EditedCue;
  language: string;
  current: boolean;
  /** It was just made: the caret goes there. */
  fresh: boolean;
  onChange: (id: number, change: Partial<EditedCue>) => void;
  onSplit: (id: number, caret: number | null) => void;
  onDelete: (id: number) => void;
  onPlay: (ms: number) => void;
}

/** Times, text, and what can be done with one caption. */
export const CueRow = memo(function CueRow(props: CueRowProps) {
  const { cue, language, current, fresh, onChange } = props;
  const t = useTranslations('captions');
  const text = useRef<HTMLTextAreaElement>(null);
  const problem = problemOf(cue);
  const at = formatCueTime(cue.startMs);
  const errorId = `cue-${cue.id}-problem`;
  useEffect(() => {
    if (fresh) text.current?.focus();
  }, [fresh]);
  return (
    <li
      aria-current={current ? 'true' : undefined}
      className={classNames(
        'cue-row grid gap-x-3 gap-y-1.5 border-s-2 py-3 ps-3',
        current ? 'border-accent bg-surface-1' : 'border-transparent',
      )}
    >
      <div className="flex gap-2 phone:flex-col">
        <TimeField
          label={t('start', { at })}
          ms={cue.startMs}
          wrong={false}
          onChange={(startMs) => onChange(cue.id, { startMs })}
        />
        <TimeField
          label={t('end', { at })}
          ms={cue.endMs}
          wrong={problem === 'times'}
          describedBy={problem === 'times' ? errorId : undefined}
          onChange={(endMs) => onChange(cue.id, { endMs })}
        />
      </div>
      <textarea
        ref={text}
        aria-label={t('textAt', { at })}
        aria-invalid={problem === 'empty' || undefined}
        aria-describedby={problem === 'empty' ? errorId : undefined}
        lang={language}
        dir="auto"
        rows={2}
        maxLength={2000}
        value={cue.text}
        onChange={(event) => onChange(cue.id, { text: event.currentTarget.value })}
        className={classNames(
          fieldBox,
          'cue-text field-sizing-content min-h-22 resize-none px-3 py-2',
          problem === 'empty' ? 'border-danger' : 'border-line-ctl hover:border-text-3',
        )}
      />
      <div className="flex">
        <IconButton label={t('play', { at })} onClick={() => props.onPlay(cue.startMs)}>
          <PlayIcon size={20} aria-hidden />
        </IconButton>
        <IconButton label={t('split', { at })} onClick={() => props.onSplit(cue.id, caretOf(text.current))}>
          <ScissorsIcon size={20} aria-hidden />
        </IconButton>
        <IconButton label={t('deleteCue', { at })} onClick={() => props.onDelete(cue.id)}>
          <TrashIcon size={20} aria-hidden />
        </IconButton>
      </div>
      {problem && (
        <p id={errorId} className="cue-problem text-13 text-danger">
          {problem === 'empty' ? t('emptyCue') : t('wrongTimes')}
        </p>
      )}
    </li>
  );
});

/** Where somebody has put it; null when they were never there. */
function caretOf(text: HTMLTextAreaElement | null): number | null {
  return text && text.selectionStart > 0 ? text.selectionStart : null;
}
