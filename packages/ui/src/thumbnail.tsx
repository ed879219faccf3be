import { type ReactNode, useState } from 'react';
import { classNames } from './class-names.ts';

export interface ThumbnailProps {
  url: string | null;
  /** At the bottom's end, such as the duration. */
  badge?: ReactNode;
  /** 0 to 1; how much was watched. */
  progress?: number | null;
  eager?: boolean;
  /** At the top's start: for whom it is. */
  mark?: string;
  /** Nothing of it can be made out. */
  blurred?: boolean;
  className?: string;
  rounded?: string;
  children?: ReactNode;
}

/** 16:9, its box reserved before the picture arrives. */
export function Thumbnail({
  url,
  badge,
  progress,
  eager,
  mark,
  blurred,
  className,
  rounded = 'rounded-md',
  children,
}: ThumbnailProps) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <div className={classNames('relative aspect-video overflow-hidden bg-surface-2', rounded, className)}>
      {url && broken !== url && (
        <img
          src={url}
          alt=""
          width={1280}
          height={720}
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
          decoding="async"
          onError={() => setBroken(url)}
          className={classNames('size-full object-cover', blurred && 'scale-125 blur-2xl')}
        />
      )}
      {children}
      <div
        className={classNames(
          'pointer-events-none absolute inset-0 shadow-[inset_0_0_0_1px_rgb(128_128_128/.12)]',
          rounded,
        )}
      />
      {mark && <PictureChip className="absolute start-2 top-2">{mark}</PictureChip>}
      {badge && <PictureChip className="absolute end-2 bottom-2">{badge}</PictureChip>}
      {progress != null && progress > 0 && (
        <div className="absolute inset-x-0 bottom-0 h-1 bg-track" dir="ltr">
          <div data-fill className="h-full bg-played" style={{ width: `${Math.min(1, progress) * 100}%` }} />
        </div>
      )}
    </div>
  );
}

export function PictureChip({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={classNames(
        'tabular inline-flex h-5 items-center gap-1 rounded-xs bg-chip-bg px-1.5 text-12 font-semibold text-chip-text',
        className,
      )}
    >
      {children}
    </span>
  );
}
