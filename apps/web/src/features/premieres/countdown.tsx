import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';

const UNITS = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

/** Days, hours, minutes and seconds, in large figures. */
export function Countdown({ leftMs }: { leftMs: number }) {
  const t = useTranslations('premiere');
  const formats = useFormats();
  let rest = Math.ceil(leftMs / 1000);
  return (
    <div role="timer" className="flex flex-wrap gap-x-8 gap-y-3 max-phone:gap-x-5">
      {UNITS.map(([unit, seconds]) => {
        const count = Math.floor(rest / seconds);
        rest -= count * seconds;
        return (
          <div key={unit}>
            <div className="display tabular text-72 max-phone:text-40">{formats.twoDigits(count)}</div>
            <div className="mt-1 text-14">{t(unit, { count })}</div>
          </div>
        );
      })}
    </div>
  );
}
