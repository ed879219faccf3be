import { classNames } from '@kinora/ui';
import type { Icon } from '@phosphor-icons/react/dist/lib/types';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';

export interface Section {
  to: NonNullable<LinkProps['to']>;
  label: string;
  icon: Icon;
  here: boolean;
}

/** The pages of an area: a list of 232 at the start; on narrow windows a row above, which shows where one is. */
export function SectionNavigation(props: { label: string; sections: readonly Section[]; children?: ReactNode }) {
  const { label, sections, children } = props;
  const current = useRef<HTMLLIElement>(null);
  const here = sections.find((section) => section.here)?.to;
  useEffect(() => {
    if (here) current.current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [here]);
  return (
    <nav
      aria-label={label}
      className="w-58 shrink-0 px-3 pt-2 side:sticky side:top-14 side:h-[calc(100dvh-56px)] max-side:w-full max-side:px-6 max-phone:px-4"
    >
      {children}
      <ul className="flex flex-col gap-0.5 pt-2 max-side:flex-row max-side:overflow-x-auto max-side:pt-0">
        {sections.map((section) => (
          <li key={section.to} ref={section.here ? current : undefined}>
            <Link
              to={section.to}
              activeOptions={{ exact: true }}
              aria-current={section.here ? 'page' : undefined}
              className={classNames(
                'flex h-10 items-center gap-3 rounded-sm px-2.5 text-15 whitespace-nowrap transition-colors duration-(--d-1)',
                section.here
                  ? 'bg-surface-2 font-semibold text-text-1'
                  : 'text-text-2 hover:bg-surface-1 hover:text-text-1',
              )}
            >
              <section.icon size={20} weight={section.here ? 'fill' : 'regular'} aria-hidden />
              {section.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
