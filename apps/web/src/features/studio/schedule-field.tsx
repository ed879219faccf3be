import { Button, Field, Switch } from '@kinora/ui';
import { CalendarBlankIcon } from '@phosphor-icons/react/dist/csr/CalendarBlank';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { fromLocalInput, toLocalInput } from './local-time.ts';

const HOUR_MS = 3_600_000;

export interface ScheduleFieldProps {
  /** RFC 3339, or null: it is not published by itself. */
  value: string | null;
  error: string | null;
  onChange: (value: string | null) => void;
  premiere: boolean;
  /** Why it cannot be one; null: it can. */
  premiereOff: string | null;
  onPremiere: (premiere: boolean) => void;
}

/** When a video becomes public by itself, in the time of whoever writes it. */
export function ScheduleField({ value, error, onChange, premiere, premiereOff, onPremiere }: ScheduleFieldProps) {
  const t = useTranslations('form');
  const [text, setText] = useState(value === null ? null : toLocalInput(new Date(value)));
  const [past, setPast] = useState(false);
  const choose = (next: string) => {
    setText(next);
    const time = fromLocalInput(next);
    const wrong = time === undefined || time.getTime() <= Date.now();
    setPast(wrong);
    if (!wrong) onChange(time.toISOString());
  };
  if (text === null) {
    const soon = new Date(Math.ceil((Date.now() + HOUR_MS) / HOUR_MS) * HOUR_MS);
    return (
      <Button
        variant="line"
        className="self-start"
        icon={<CalendarBlankIcon size={20} aria-hidden />}
        onClick={() => choose(toLocalInput(soon))}
      >
        {t('schedule')}
      </Button>
    );
  }
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-60 flex-1">
        <Field
          label={t('scheduleAt')}
          type="datetime-local"
          value={text}
          min={toLocalInput(new Date())}
          hint={t('scheduleHint', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
          error={past ? t('schedulePast') : error}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      </div>
      <Button
        variant="ghost"
        onClick={() => {
          setText(null);
          setPast(false);
          onChange(null);
        }}
      >
        {t('scheduleOff')}
      </Button>
      <div className="basis-full">
        {premiereOff === null && <Switch label={t('premiere')} on={premiere} onChange={onPremiere} />}
        <p className="text-13 text-text-3">{premiereOff ?? t('premiereHint')}</p>
      </div>
    </div>
  );
}
