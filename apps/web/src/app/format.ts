import { useFormatter, useNow, useTranslations } from 'use-intl';

/** Dates, counts and sizes as people say them, in their language. */
export function useFormats() {
  const format = useFormatter();
  const t = useTranslations('formats');
  const now = useNow();
  const day = (time: string, weekday?: 'long') => {
    const at = new Date(time);
    const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
    return format.dateTime(at, { weekday, day: 'numeric', month: 'long', year });
  };
  return {
    count: (value: number) => format.number(value, { notation: 'compact', maximumFractionDigits: 1 }),
    number: (value: number) => format.number(value),
    decimal: (value: number) => format.number(value, { maximumFractionDigits: value < 10 ? 1 : 0 }),
    seconds: (ms: number) =>
      t('seconds', { shown: format.number(ms / 1000, { maximumFractionDigits: ms < 1000 ? 2 : 1 }) }),
    views: (value: number) =>
      t('views', { count: value, shown: format.number(value, { notation: 'compact', maximumFractionDigits: 1 }) }),
    exactViews: (value: number) => t('views', { count: value, shown: format.number(value) }),
    age: (time: string) => {
      const at = new Date(time);
      return now.getTime() - at.getTime() < 60_000 ? t('justNow') : format.relativeTime(at, { now, style: 'long' });
    },
    date: (time: string) => day(time),
    /** With the day of the week: of what is to come. */
    dayOfWeek: (time: string) => day(time, 'long'),
    time: (time: string) => format.dateTime(new Date(time), { hour: 'numeric', minute: '2-digit' }),
    twoDigits: (value: number) => format.number(value, { minimumIntegerDigits: 2, useGrouping: false }),
    percent: (share: number) =>
      format.number(Math.floor(share * 100) / 100, { style: 'percent', maximumFractionDigits: 0 }),
    bytes: (bytes: number) => {
      const step = Math.min(4, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1000)));
      const unit = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'][step];
      return format.number(bytes / 1000 ** step, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: step > 1 && bytes / 1000 ** step < 10 ? 1 : 0,
      });
    },
    left: (seconds: number) => {
      const whole = Math.max(1, Math.round(seconds));
      if (whole < 60) return t('secondsLeft', { seconds: whole });
      if (whole < 600)
        return t('minutesSecondsLeft', {
          minutes: Math.floor(whole / 60),
          seconds: (Math.round((whole % 60) / 10) * 10) % 60,
        });
      if (whole < 3600) return t('minutesLeft', { minutes: Math.round(whole / 60) });
      return t('hoursLeft', { hours: Math.floor(whole / 3600), minutes: Math.round((whole % 3600) / 60) });
    },
  };
}
