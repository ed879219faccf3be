import { IconButton } from '@kinora/ui';
import { PlayIcon } from '@phosphor-icons/react/dist/csr/Play';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { useTranslations } from 'use-intl';
import { formatCueTime } from './cue-edits.ts';
import { TimeField } from './time-field.tsx';
import { movePart, removePart } from './trim-edits.ts';
import type { TrimEditing } from './use-trim.ts';

/** The parts with their exact times. */
export function TrimParts({ editing, onPlay }: { editing: TrimEditing; onPlay: (ms: number) => void }) {
  const t = useTranslations('trim');
  const { parts, durationMs, frameMs } = editing;
  return (
    <ol className="flex flex-col">
      {parts.map((part, index) => {
        const number = index + 1;
        const field = (border: 'start' | 'end', ms: number) => (
          <TimeField
            label={t(border, { number })}
            ms={ms}
            wrong={false}
            onChange={(to) => editing.change(movePart(parts, { id: part.id, border, ms: to, durationMs, frameMs }))}
          />
        );
        return (
          <li key={part.id} className="flex flex-col gap-1.5 border-b border-line py-3">
            <div className="flex items-center gap-2">
              <span className="min-w-0 flex-1 text-14 font-semibold">{t('part', { number })}</span>
              <span className="tabular text-13 text-text-2">
                {t('partLength', { length: formatCueTime(part.endMs - part.startMs) })}
              </span>
              <IconButton label={t('play', { number })} onClick={() => onPlay(part.startMs)}>
                <PlayIcon size={20} aria-hidden />
              </IconButton>
              {parts.length > 1 && (
                <IconButton label={t('remove', { number })} onClick={() => editing.change(removePart(parts, part.id))}>
                  <TrashIcon size={20} aria-hidden />
                </IconButton>
              )}
            </div>
            <div dir="ltr" className="flex items-center gap-2">
              {field('start', part.startMs)}
              <span aria-hidden className="text-text-3">
                –
              </span>
              {field('end', part.endMs)}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
