import type { StoryboardFrame } from '@kinora/player/headless';

/** Scales one area of a sprite to the box: the sprite is as many times the box as the area is part of it. */
export function FilledFrame({ frame }: { frame: StoryboardFrame }) {
  return (
    <svg
      aria-hidden
      viewBox={`${frame.x} ${frame.y} ${frame.width} ${frame.height}`}
      preserveAspectRatio="xMidYMid slice"
      className="absolute inset-0 size-full bg-surface-3"
    >
      <image href={frame.url} x={0} y={0} />
    </svg>
  );
}
