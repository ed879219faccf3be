import { classNames } from './class-names.ts';

export interface ProgressBarProps {
  label: string;
  /** 0 to 1. */
  value: number;
  tone?: 'accent' | 'paused' | 'success';
  className?: string;
}

export function ProgressBar({ label, value, tone = 'accent', className }: ProgressBarProps) {
  const share = Math.max(0, Math.min(1, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      className={classNames('h-1.5 overflow-hidden rounded-full bg-surface-3', className)}
    >
      <div
        data-fill
        style={{ width: `${share * 100}%` }}
        className={classNames(
          'h-full rounded-full transition-[width] duration-(--d-4) ease-linear',
          tone === 'accent' && 'bg-accent',
          tone === 'paused' && 'bg-text-3',
          tone === 'success' && 'bg-success',
        )}
      />
    </div>
  );
}
