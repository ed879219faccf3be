import { classNames, fieldBox } from '@kinora/ui';
import { useState } from 'react';
import { formatCueTime, parseCueTime } from './cue-edits.ts';

export interface TimeFieldProps {
  label: string;
  ms: number;
  wrong: boolean;
  describedBy?: string | undefined;
  onChange: (ms: number) => void;
}

/** Taken over when it is left; what is no time goes back to what it was. */
export function TimeField({ label, ms, wrong, describedBy, onChange }: TimeFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const take = () => {
    const read = draft === null ? null : parseCueTime(draft);
    setDraft(null);
    if (read !== null && read !== ms) onChange(read);
  };
  return (
    <input
      aria-label={label}
      aria-invalid={wrong || undefined}
      aria-describedby={describedBy}
      dir="ltr"
      inputMode="decimal"
      maxLength={12}
      value={draft ?? formatCueTime(ms)}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
      className={classNames(
        fieldBox,
        'tabular h-10 px-2.5 text-14',
        wrong ? 'border-danger' : 'border-line-ctl hover:border-text-3',
      )}
    />
  );
}
