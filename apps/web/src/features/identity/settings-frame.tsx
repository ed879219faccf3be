import { ArrowLeftIcon } from '@phosphor-icons/react/dist/csr/ArrowLeft';
import { CaretRightIcon } from '@phosphor-icons/react/dist/csr/CaretRight';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';

const item = 'flex h-10 items-center gap-2 rounded-sm px-3 text-15 text-text-2 hover:bg-surface-1 hover:text-text-1';

/** A list of what the page has beside one column; the pages of settings lead to each other. */
export function SettingsFrame(props: {
  title: string;
  sections: { id: string; label: string }[];
  page: 'settings' | 'profile' | 'security' | 'account';
  children: ReactNode;
}) {
  const t = useTranslations('settings');
  return (
    <div className="gutter mx-auto flex max-w-240 gap-12 pt-4 pb-20">
      <nav aria-label={t('sections')} className="sticky top-18 w-46 shrink-0 self-start max-side:hidden">
        <ul className="flex flex-col gap-0.5">
          {props.page !== 'settings' && (
            <li>
              <Link to="/settings" className={item}>
                <ArrowLeftIcon size={18} className="rtl:-scale-x-100" aria-hidden />
                {t('title')}
              </Link>
            </li>
          )}
          {props.sections.map((section) => (
            <li key={section.id}>
              <a href={`#${section.id}`} className={item}>
                {section.label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex min-w-0 max-w-160 flex-1 flex-col gap-12">
        <header className="flex flex-col gap-1">
          {props.page !== 'settings' && (
            <Link
              to="/settings"
              className="flex h-10 items-center gap-2 self-start text-14 text-text-2 hover:text-text-1 side:hidden"
            >
              <ArrowLeftIcon size={18} className="rtl:-scale-x-100" aria-hidden />
              {t('title')}
            </Link>
          )}
          <h1 className="text-24 font-semibold">{props.title}</h1>
        </header>
        {props.children}
      </div>
    </div>
  );
}

export function Section(props: { id: string; title: string; text?: string; children: ReactNode }) {
  const heading = useId();
  return (
    <section id={props.id} aria-labelledby={heading} className="scroll-mt-20">
      <h2 id={heading} className="text-18 font-semibold">
        {props.title}
      </h2>
      {props.text && <p className="mt-1 text-14 text-text-2">{props.text}</p>}
      <div className="mt-4">{props.children}</div>
    </section>
  );
}

/** From the settings to a page of its own. */
export function SettingsLink({
  to,
  label,
}: {
  to: '/settings/account' | '/settings/profile' | '/settings/security';
  label: string;
}) {
  return (
    <Link
      to={to}
      className="flex min-h-12 items-center justify-between gap-3 rounded-sm bg-surface-2 px-4 text-14 font-semibold hover:bg-surface-3"
    >
      {label}
      <CaretRightIcon size={18} className="shrink-0 rtl:-scale-x-100" aria-hidden />
    </Link>
  );
}
