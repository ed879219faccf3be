import { classNames } from './class-names.ts';

export function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      onClick={() => onChange(!on)}
      className="inline-flex min-h-10 items-center gap-3 rounded-sm text-start text-14 text-text-2"
    >
      {label}
      <span
        className={classNames(
          'relative h-5 w-9 shrink-0 rounded-full transition-colors duration-(--d-2)',
          on ? 'bg-ink' : 'bg-line-ctl',
        )}
      >
        <span
          className={classNames(
            'absolute start-0.5 top-0.5 size-4 rounded-full transition-transform duration-(--d-2)',
            on ? 'translate-x-4 bg-on-ink rtl:-translate-x-4' : 'bg-bg',
          )}
        />
      </span>
    </button>
  );
}
