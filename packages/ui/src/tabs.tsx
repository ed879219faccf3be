import { useId, useRef } from 'react';
import { classNames } from './class-names.ts';

export interface TabsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: { value: T; label: string }[];
  /** Names the panel: `id` and `aria-labelledby` for it. */
  children: (panel: { id: string; 'aria-labelledby': string; role: 'tabpanel' }) => React.ReactNode;
}

export function Tabs<T extends string>({ label, value, onChange, tabs, children }: TabsProps<T>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: React.KeyboardEvent, index: number) => {
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    const target =
      event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : step === undefined ? -1 : index + step;
    const next = tabs[(target + tabs.length) % tabs.length];
    if (target === -1 && step === undefined) return;
    if (!next) return;
    event.preventDefault();
    onChange(next.value);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus();
  };
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} className="flex gap-6 border-b border-line">
        {tabs.map((tab, index) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            data-tab={tab.value}
            aria-selected={tab.value === value}
            aria-controls={`${id}-panel`}
            tabIndex={tab.value === value ? 0 : -1}
            onKeyDown={(event) => move(event, index)}
            onClick={() => onChange(tab.value)}
            className={classNames(
              '-mb-px h-11 border-b-2 px-0.5 text-15 transition-colors duration-(--d-1)',
              tab.value === value
                ? 'border-ink font-semibold text-text-1'
                : 'border-transparent text-text-2 hover:text-text-1',
            )}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {children({ id: `${id}-panel`, 'aria-labelledby': `${id}-${value}`, role: 'tabpanel' })}
    </>
  );
}
