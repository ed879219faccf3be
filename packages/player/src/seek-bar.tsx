import { useMemo, useRef, useState } from 'react';
import { chapterAt, chapterMask, type PlayerChapter } from './chapters.ts';
import type { PlayerController } from './controller.ts';
import type { PlayerLabels } from './player-labels.ts';
import { frameAt, type StoryboardFrame } from './storyboard.ts';
import { formatLength, formatTime } from './time.ts';
import { usePlayerState } from './use-player-state.ts';
import { useStoryboard } from './use-storyboard.ts';

const PREVIEW_WIDTH = 188;
const PREVIEW_HEIGHT = 106;

export interface SeekBarProps {
  controller: PlayerController;
  labels: PlayerLabels;
  storyboardUrl: string | null;
  chapters: readonly PlayerChapter[];
}

export function SeekBar({ controller, labels, storyboardUrl, chapters }: SeekBarProps) {
  const { store } = controller;
  const currentS = usePlayerState(store, (state) => state.pendingSeekS ?? state.currentS);
  const bufferedS = usePlayerState(store, (state) => state.bufferedEndS);
  usePlayerState(store, (state) => state.mediaDurationS);
  const bar = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<{ atS: number; x: number; width: number } | null>(null);
  const [dragS, setDragS] = useState<number | null>(null);
  const frames = useStoryboard(storyboardUrl, hover !== null || dragS !== null);

  const totalS = controller.totalS();
  const availableS = controller.availableS();
  const length = formatLength(totalS, { isKnown: controller.isLengthKnown() });
  const shownS = dragS ?? currentS;
  const share = (seconds: number) => `${totalS > 0 ? Math.min(100, (seconds / totalS) * 100) : 0}%`;
  const at = (event: React.PointerEvent) => {
    const box = bar.current?.getBoundingClientRect();
    if (!box || box.width === 0) return { atS: 0, x: 0, width: 0 };
    const x = Math.max(0, Math.min(box.width, event.clientX - box.left));
    return { atS: (x / box.width) * totalS, x, width: box.width };
  };
  const titleAt = (seconds: number) => chapters[chapterAt(chapters, seconds)]?.title;
  const hovered = hover ? titleAt(hover.atS) : undefined;
  const shownTitle = titleAt(shownS);
  const mask = useMemo(() => chapterMask(chapters, totalS), [chapters, totalS]);
  const frame = hover ? frameAt(frames, hover.atS) : null;

  return (
    <div
      ref={bar}
      dir="ltr"
      className="kp-seek"
      role="slider"
      tabIndex={0}
      aria-label={labels.seek}
      aria-valuemin={0}
      aria-valuemax={Math.round(totalS)}
      aria-valuenow={Math.round(shownS)}
      aria-valuetext={[labels.seekValue(formatTime(shownS, totalS), length), shownTitle].filter(Boolean).join(', ')}
      data-dragging={dragS !== null || undefined}
      onKeyDown={(event) => {
        const target = { Home: 0, End: totalS, PageUp: currentS + 60, PageDown: currentS - 60 }[event.key];
        if (target === undefined) return;
        event.preventDefault();
        controller.seek(target);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragS(at(event).atS);
        setHover(at(event));
      }}
      onPointerMove={(event) => {
        const point = at(event);
        setHover(point);
        if (dragS !== null) setDragS(point.atS);
      }}
      onPointerUp={(event) => {
        if (dragS === null) return;
        controller.seek(at(event).atS);
        setDragS(null);
        if (event.pointerType !== 'mouse') setHover(null);
      }}
      onPointerCancel={() => {
        setDragS(null);
        setHover(null);
      }}
      onPointerLeave={() => setHover(null)}
    >
      <div className="kp-track" style={mask ? { maskImage: mask } : undefined}>
        {controller.growing() && <div className="kp-arrived" style={{ width: share(availableS) }} />}
        <div className="kp-buffered" style={{ width: share(bufferedS) }} />
        {hover && <div className="kp-hovered" style={{ width: share(hover.atS) }} />}
        <div className="kp-played" data-fill style={{ width: share(shownS) }} />
      </div>
      <div className="kp-knob" style={{ left: share(shownS) }} />
      {hover && (
        <div className="kp-preview" style={{ left: previewLeft(hover.x, hover.width) }} aria-hidden>
          {frame && <div className="kp-preview-frame" style={frameStyle(frame)} />}
          <span className="kp-preview-text">
            {hovered !== undefined && <bdi className="kp-preview-title">{hovered}</bdi>}
            <span className="kp-preview-time">{formatTime(hover.atS, totalS)}</span>
          </span>
        </div>
      )}
    </div>
  );
}

function previewLeft(x: number, width: number): number {
  const half = PREVIEW_WIDTH / 2;
  return Math.max(half, Math.min(width - half, x));
}

function frameStyle(frame: StoryboardFrame): React.CSSProperties {
  const scale = Math.min(PREVIEW_WIDTH / frame.width, PREVIEW_HEIGHT / frame.height);
  return {
    width: frame.width,
    height: frame.height,
    zoom: scale,
    backgroundImage: `url("${frame.url}")`,
    backgroundPosition: `-${frame.x}px -${frame.y}px`,
  };
}
