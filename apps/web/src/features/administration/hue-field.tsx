import { Button } from '@kinora/ui';
import { useId } from 'react';
import { useTranslations } from 'use-intl';

/** As designed; lightness and strength stay at every hue, and contrast with them. */
const DESIGNED = 72;

export function HueField({ hue, onChange }: { hue: number | null; onChange: (hue: number | null) => void }) {
  const t = useTranslations('site');
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-13 font-semibold">
        {t('accent')}
      </label>
      <div className="flex flex-wrap items-center gap-4">
        <span
          aria-hidden
          className="size-10 rounded-full bg-accent"
          style={{
            ['--accent-h' as string]: hue ?? DESIGNED,
            backgroundColor: `oklch(0.825 0.132 ${hue ?? DESIGNED})`,
          }}
        />
        <input
          id={id}
          type="range"
          min={0}
          max={359}
          value={hue ?? DESIGNED}
          aria-valuetext={t('accentValue', { hue: hue ?? DESIGNED })}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
          className="h-10 min-w-50 flex-1 cursor-pointer accent-ink"
        />
        <Button variant="ghost" disabled={hue === null} onClick={() => onChange(null)}>
          {t('accentReset')}
        </Button>
      </div>
      <p id={`${id}-hint`} className="text-13 text-text-3">
        {t('accentHint')}
      </p>
    </div>
  );
}
