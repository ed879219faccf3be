import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** One sentence, one action, faded frames. */
export function EmptyState({
  title,
  text,
  action,
  heading: Heading = 'h2',
}: {
  title: string;
  text: ReactNode;
  action?: ReactNode;
  heading?: 'h1' | 'h2';
}) {
  return (
    <section className="flex flex-col items-center gap-2 wrap-anywhere rounded-lg bg-surface-1 px-6 py-12 text-center">
      <div aria-hidden className="mb-3 flex gap-2">
        <span className="h-9 w-16 rounded-sm bg-surface-3" />
        <span className="h-9 w-16 rounded-sm bg-surface-2" />
        <span className="h-9 w-16 rounded-sm bg-surface-2 opacity-40" />
      </div>
      <Heading className="text-18 font-semibold">{title}</Heading>
      <p className="max-w-110 text-15 text-text-2">{text}</p>
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </section>
  );
}

/** What went wrong in the person's words, and the way out; the page stays. */
export function ErrorState({
  title,
  text,
  action,
  heading: Heading = 'h2',
}: {
  title: string;
  text: ReactNode;
  action?: ReactNode;
  heading?: 'h1' | 'h2';
}) {
  return (
    <section role="alert" className="flex flex-col items-center gap-2 wrap-anywhere px-6 py-12 text-center">
      <WarningCircleIcon size={32} className="mb-1 text-danger" aria-hidden />
      <Heading className="text-18 font-semibold">{title}</Heading>
      <p className="max-w-110 text-15 text-text-2">{text}</p>
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </section>
  );
}

export function Notice({
  tone,
  icon,
  children,
  role,
}: {
  tone: 'warning' | 'danger' | 'info' | 'success';
  icon?: ReactNode;
  children: ReactNode;
  role?: 'status' | 'alert';
}) {
  return (
    <div
      role={role}
      className={classNames(
        'flex items-start gap-3 rounded-sm px-4 py-3 text-14',
        tone === 'warning' && 'bg-warning-soft [&>svg]:text-warning',
        tone === 'danger' && 'bg-danger-soft [&>svg]:text-danger',
        tone === 'info' && 'bg-info-soft [&>svg]:text-link',
        tone === 'success' && 'bg-success-soft [&>svg]:text-success',
        '[&>svg]:shrink-0',
      )}
    >
      {icon}
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
