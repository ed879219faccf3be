import { classNames } from './class-names.ts';

/** A box of the size that is to come; says nothing to screen readers. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames('skeleton rounded-xs', className)} />;
}
