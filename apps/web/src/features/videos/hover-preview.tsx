import { formatTime, frameAt, parseStoryboard, type StoryboardFrame } from '@kinora/player/headless';
import { PictureChip } from '@kinora/ui';
import { type RefObject, useEffect, useState } from 'react';
import { FilledFrame } from './filled-frame.tsx';

const REST_MS = 400;
const STEP_MS = 650;
const STEPS = 12;

export interface HoverPreviewProps {
  area: RefObject<HTMLElement | null>;
  url: string | null;
  durationMs: number | null;
}

/** When the pointer rests on a picture, the film is leafed through. Never with reduced motion, never for touch. */
export function HoverPreview({ area, url, durationMs }: HoverPreviewProps) {
  const [frames, setFrames] = useState<StoryboardFrame[] | null>(null);
  const [step, setStep] = useState(0);
  useEffect(() => {
    // The link lies over the whole card, so the card hears the pointer.
    const card = area.current?.closest('article') ?? null;
    const picture = area.current;
    if (!card || !picture || !url || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let resting = false;
    const start = async () => {
      const response = await fetch(url);
      const parsed = response.ok ? parseStoryboard(await response.text(), new URL(url, location.href).href) : [];
      if (!resting || parsed.length === 0) return;
      setStep(0);
      setFrames(parsed);
      timer = setInterval(() => setStep((now) => (now + 1) % STEPS), STEP_MS);
    };
    const over = (event: PointerEvent) => {
      const box = picture.getBoundingClientRect();
      const inside = event.clientY <= box.bottom && event.clientY >= box.top;
      if (event.pointerType !== 'mouse' || inside === resting) return;
      if (!inside) return leave();
      resting = true;
      // A storyboard that cannot be read leaves the picture as it is.
      timer = setTimeout(() => void start().catch(() => {}), REST_MS);
    };
    const leave = () => {
      resting = false;
      clearTimeout(timer);
      setFrames(null);
    };
    card.addEventListener('pointermove', over);
    card.addEventListener('pointerleave', leave);
    return () => {
      leave();
      card.removeEventListener('pointermove', over);
      card.removeEventListener('pointerleave', leave);
    };
  }, [area, url]);

  if (!frames) return null;
  const totalS = durationMs ? durationMs / 1000 : (frames.at(-1)?.endS ?? 0);
  const atS = (totalS * (step + 0.5)) / STEPS;
  const frame = frameAt(frames, atS);
  if (!frame) return null;
  return (
    <>
      <FilledFrame frame={frame} />
      <PictureChip className="absolute start-2 bottom-2">{formatTime(atS)}</PictureChip>
      <div className="absolute inset-x-0 bottom-0 h-1 bg-track" dir="ltr">
        <div className="h-full bg-played" style={{ width: `${(atS / totalS) * 100}%` }} />
      </div>
    </>
  );
}
