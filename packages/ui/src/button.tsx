import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export type ButtonVariant = 'ink' | 'tonal' | 'line' | 'ghost' | 'danger';
export type ButtonSize = 'small' | 'medium' | 'large';

const variants: Record<ButtonVariant, string> = {
  ink: 'bg-ink text-on-ink not-aria-disabled:hover:bg-ink-hover',
  tonal: 'bg-surface-2 text-text-1 not-aria-disabled:hover:bg-surface-3',
  line: 'border border-line-ctl text-text-1 not-aria-disabled:hover:bg-surface-2',
  ghost: 'text-text-1 not-aria-disabled:hover:bg-surface-2',
  danger: 'bg-danger-fill text-on-live not-aria-disabled:hover:bg-[color-mix(in_oklch,var(--danger-fill),black_12%)]',
};

const sizes: Record<ButtonSize, string> = {
  small: 'h-8 px-3 text-13',
  medium: 'h-10 px-4 text-14',
  large: 'h-12 px-5 text-15',
};

/** Also for links that look like buttons. */
export function buttonClass(variant: ButtonVariant = 'tonal', size: ButtonSize = 'medium'): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-sm font-semibold whitespace-nowrap select-none',
    'transition-[background-color,opacity] duration-(--d-1) aria-disabled:opacity-45',
    variants[variant],
    sizes[size],
  );
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Why it cannot be used now; it stays focusable and says so. */
  offReason?: string | null;
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { variant, size, icon, offReason, busy, className, children, onClick, type = 'button', ...rest } = props;
  const off = Boolean(offReason) || Boolean(busy) || Boolean(rest.disabled);
  const button = (
    <button
      {...rest}
      type={type}
      disabled={undefined}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
      className={classNames(buttonClass(variant, size), className)}
    >
      {icon}
      {children}
    </button>
  );
  return offReason ? <Tooltip label={offReason}>{button}</Tooltip> : button;
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its name, shown as a tooltip too. */
  label: string;
  tonal?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, tonal, className, children, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={classNames(
          'inline-flex size-10 shrink-0 items-center justify-center rounded-sm text-text-1 transition-colors duration-(--d-1)',
          tonal ? 'bg-surface-2 hover:bg-surface-3' : 'hover:bg-surface-2',
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}
