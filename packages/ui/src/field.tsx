import { CaretDownIcon } from '@phosphor-icons/react/dist/csr/CaretDown';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classNames } from './class-names.ts';

export interface FieldFrame {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** Beside the label, at the end. */
  aside?: ReactNode;
}

export const fieldBox =
  'w-full rounded-sm border bg-bg text-15 text-text-1 placeholder:text-text-3 transition-[border-color] duration-(--d-1)';

const edge = (error: unknown) => (error ? 'border-danger' : 'border-line-ctl hover:border-text-3');

interface FrameProps extends FieldFrame {
  id: string;
  children: ReactNode;
}

/** Label above, hint or error below; the control names them by `${id}-hint` and `${id}-error`. */
export function FieldFrameView({ id, label, hint, error, aside, children }: FrameProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-13 font-semibold">
          {label}
        </label>
        {aside}
      </div>
      {children}
      {error ? (
        <p id={`${id}-error`} className="flex gap-1.5 text-13 text-danger">
          <WarningCircleIcon weight="fill" size={16} className="mt-0.5 shrink-0" aria-hidden />
          <span>{error}</span>
        </p>
      ) : hint ? (
        <p id={`${id}-hint`} className="text-13 text-text-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

const describedBy = (id: string, frame: FieldFrame) =>
  frame.error ? `${id}-error` : frame.hint ? `${id}-hint` : undefined;

export interface FieldProps extends FieldFrame, InputHTMLAttributes<HTMLInputElement> {
  /** Before the text, inside the box. */
  prefix?: string;
  end?: ReactNode;
  large?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function Field({ label, hint, error, aside, prefix, end, large, id: given, className, ...rest }: FieldProps) {
  const made = useId();
  const id = given ?? made;
  return (
    <FieldFrameView id={id} label={label} hint={hint} error={error} aside={aside}>
      <div className="relative flex items-center">
        {prefix && (
          <span className="pointer-events-none absolute start-3.5 text-15 text-text-3" aria-hidden>
            {prefix}
          </span>
        )}
        <input
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { label, hint, error })}
          className={classNames(
            fieldBox,
            edge(error),
            large ? 'h-12' : 'h-11',
            // Of the page's direction, not of what is written: prefix and end stand where the page has them.
            prefix ? 'pl-8 rtl:pr-8' : 'pl-3.5 rtl:pr-3.5',
            end ? 'pr-22 rtl:pl-22' : 'pr-3.5 rtl:pl-3.5',
            className,
          )}
        />
        {end && <div className="absolute end-1 flex items-center pe-2 text-13 text-text-3">{end}</div>}
      </div>
    </FieldFrameView>
  );
}

export interface TextAreaProps extends FieldFrame, TextareaHTMLAttributes<HTMLTextAreaElement> {
  ref?: Ref<HTMLTextAreaElement>;
}

export function TextArea({ label, hint, error, aside, id: given, className, ...rest }: TextAreaProps) {
  const made = useId();
  const id = given ?? made;
  return (
    <FieldFrameView id={id} label={label} hint={hint} error={error} aside={aside}>
      <textarea
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { label, hint, error })}
        className={classNames(fieldBox, edge(error), 'min-h-28 resize-y px-3.5 py-2.5', className)}
      />
    </FieldFrameView>
  );
}

export interface SelectProps extends FieldFrame, SelectHTMLAttributes<HTMLSelectElement> {
  icon?: ReactNode;
}

/** The platform's own list: right on phones, for keyboards and for screen readers. */
export function Select({ label, hint, error, aside, icon, id: given, className, children, ...rest }: SelectProps) {
  const made = useId();
  const id = given ?? made;
  return (
    <FieldFrameView id={id} label={label} hint={hint} error={error} aside={aside}>
      <div className="relative flex items-center">
        {icon && (
          <span className="pointer-events-none absolute start-3.5 flex" aria-hidden>
            {icon}
          </span>
        )}
        <select
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { label, hint, error })}
          className={classNames(
            fieldBox,
            edge(error),
            'h-11 appearance-none pe-10',
            icon ? 'ps-11' : 'ps-3.5',
            className,
          )}
        >
          {children}
        </select>
        <CaretDownIcon size={16} className="pointer-events-none absolute end-3.5" aria-hidden />
      </div>
    </FieldFrameView>
  );
}

/** The same without a visible label, for rows of lists: its name is in `aria-label`. */
export function RowSelect({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement> & { 'aria-label': string }) {
  return (
    <div className={classNames('relative flex shrink-0 items-center', className)}>
      <select {...rest} className={classNames(fieldBox, edge(null), 'h-10 appearance-none ps-3 pe-9')} />
      <CaretDownIcon size={16} className="pointer-events-none absolute end-3" aria-hidden />
    </div>
  );
}
