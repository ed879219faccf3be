import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';

export function Chip({
  selected,
  className,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { selected?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      aria-pressed={selected}
      className={classNames(
        'h-8 shrink-0 rounded-full px-3.5 text-14 font-medium transition-colors duration-(--d-1)',
        selected ? 'bg-ink text-on-ink' : 'bg-surface-2 hover:bg-surface-3',
        className,
      )}
    />
  );
}

/** A tag that can be taken away. */
export function TagChip({
  label,
  removeLabel,
  onRemove,
}: {
  label: string;
  removeLabel: string;
  onRemove: () => void;
}) {
  return (
    <span className="inline-flex h-8 max-w-full items-center rounded-xs bg-surface-2 ps-2.5 text-14">
      <bdi className="truncate">{label}</bdi>
      <button
        type="button"
        aria-label={removeLabel}
        onClick={onRemove}
        className="inline-flex h-8 w-7 shrink-0 items-center justify-center rounded-xs text-text-2 hover:text-text-1"
      >
        <XIcon size={14} aria-hidden />
      </button>
    </span>
  );
}
