import { frameAt, useStoryboard } from '@kinora/player/headless';
import type { VideoDetail } from '@kinora/sdk';
import { classNames } from '@kinora/ui';
import { type PointerEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { FilledFrame } from '../videos/filled-frame.tsx';
import { formatCueTime } from './cue-edits.ts';
import { movePart, type Part } from './trim-edits.ts';
import type { TrimEditing } from './use-trim.ts';

const PICTURES = 12;
const SECOND_MS = 1000;

interface TimelineProps {
  video: VideoDetail;
  editing: TrimEditing;
  currentMs: number;
  onSeek: (ms: number) => void;
}

/** The film in pictures: what is cut out is dark, parts have a handle at each end. Time runs left to right everywhere. */
export function TrimTimeline({ video, editing, currentMs, onSeek }: TimelineProps) {
  const t = useTranslations('trim');
  const strip = useRef<HTMLDivElement>(null);
  const { durationMs, parts } = editing;
  const frames = useStoryboard(video.playback?.storyboardUrl ?? null);
  const msAt = (clientX: number) => {
    const box = strip.current?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    return Math.round(Math.max(0, Math.min(1, (clientX - box.left) / box.width)) * durationMs);
  };
  const share = (ms: number) => `${(100 * ms) / Math.max(1, durationMs)}%`;
  return (
    <fieldset dir="ltr" className="trim-timeline">
      <legend className="sr-only">{t('timeline')}</legend>
      <div
        ref={strip}
        className="trim-strip"
        onPointerDown={(event) => {
          if (event.target instanceof Element && event.target.closest('[role="slider"]')) return;
          onSeek(msAt(event.clientX));
        }}
      >
        <div aria-hidden className="trim-pictures">
          {Array.from({ length: PICTURES }, (_, place) => (place + 0.5) / PICTURES).map((at) => {
            const frame = frameAt(frames, (at * durationMs) / 1000);
            return (
              <span key={at} className="relative min-w-0 flex-1 bg-surface-3">
                {frame && <FilledFrame frame={frame} />}
              </span>
            );
          })}
        </div>
        {gapsOf(parts, durationMs).map(([start, end]) => (
          <span
            key={start}
            aria-hidden
            className="trim-gap"
            style={{ insetInlineStart: share(start), width: share(end - start) }}
          />
        ))}
        {parts.map((part, index) => (
          <span
            key={part.id}
            className="trim-part"
            style={{ insetInlineStart: share(part.startMs), width: share(part.endMs - part.startMs) }}
          >
            {(['start', 'end'] as const).map((border) => (
              <Handle
                key={border}
                label={t(border, { number: index + 1 })}
                part={part}
                border={border}
                editing={editing}
                msAt={msAt}
                onSeek={onSeek}
              />
            ))}
          </span>
        ))}
        <span aria-hidden className="trim-head" style={{ insetInlineStart: share(Math.min(currentMs, durationMs)) }} />
      </div>
    </fieldset>
  );
}

function gapsOf(parts: readonly Part[], durationMs: number): [number, number][] {
  const starts = [...parts.map(({ startMs }) => startMs), durationMs];
  const ends = [0, ...parts.map(({ endMs }) => endMs)];
  return ends.map((end, index): [number, number] => [end, starts[index] ?? end]).filter(([from, to]) => to > from);
}

interface HandleProps {
  label: string;
  part: Part;
  border: 'start' | 'end';
  editing: TrimEditing;
  msAt: (clientX: number) => number;
  onSeek: (ms: number) => void;
}

/** Drags, or moves by a picture or a second; the player shows where it is. */
function Handle({ label, part, border, editing, msAt, onSeek }: HandleProps) {
  // The first step of a drag is a change, the others go on with it.
  const drag = useRef<'none' | 'begun' | 'moved'>('none');
  const { durationMs, frameMs, parts } = editing;
  const ms = border === 'start' ? part.startMs : part.endMs;
  const move = (to: number, joined = false): boolean => {
    const moved = movePart(parts, { id: part.id, border, ms: to, durationMs, frameMs });
    editing.change(moved, joined);
    const now = moved.find(({ id }) => id === part.id);
    // The last picture of a part is shown, not the first one behind it.
    if (now) onSeek(border === 'start' ? now.startMs : now.endMs - frameMs);
    return moved !== parts;
  };
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  return (
    <span
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={durationMs}
      aria-valuenow={ms}
      aria-valuetext={formatCueTime(ms)}
      className={classNames('trim-handle', border === 'start' ? 'trim-handle-start' : 'trim-handle-end')}
      onPointerDown={(event: PointerEvent<HTMLSpanElement>) => {
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = 'begun';
      }}
      onPointerMove={(event) => {
        if (drag.current === 'none') return;
        const moved = move(msAt(event.clientX), drag.current === 'moved');
        if (moved) drag.current = 'moved';
      }}
      onPointerUp={() => {
        drag.current = 'none';
      }}
      onPointerCancel={() => {
        drag.current = 'none';
      }}
      onKeyDown={(event) => {
        const step = steps[event.key];
        const to = event.key === 'Home' ? 0 : event.key === 'End' ? durationMs : undefined;
        if (step === undefined && to === undefined) return;
        event.preventDefault();
        move(to ?? ms + (step ?? 0) * (event.shiftKey ? SECOND_MS : frameMs));
      }}
    />
  );
}
