import type { ReactNode } from 'react';
import { useId } from 'react';
import { useTitle } from '../../app/use-title.ts';

export function AdminPage({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  useTitle(title);
  return (
    <div className="flex flex-col gap-8">
      <header className="pt-2">
        <h1 className="text-24 font-semibold">{title}</h1>
        {text && <p className="mt-1 max-w-160 text-14 text-text-2">{text}</p>}
      </header>
      {children}
    </div>
  );
}

export function AdminSection({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-4">
      <header>
        <h2 id={heading} className="text-18 font-semibold">
          {title}
        </h2>
        {text && <p className="mt-1 max-w-160 text-14 text-text-2">{text}</p>}
      </header>
      {children}
    </section>
  );
}
