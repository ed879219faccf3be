import { ApiError } from '@kinora/sdk';
import { Button, buttonClass, ErrorState } from '@kinora/ui';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useTitle } from './use-title.ts';

export function NotFoundPage() {
  const t = useTranslations('notFound');
  const app = useTranslations('app');
  useTitle(t('title'));
  return (
    <div className="gutter flex min-h-[60vh] flex-col items-center justify-center gap-3 text-center">
      <div aria-hidden className="mb-4 flex gap-2">
        <span className="h-14 w-24 rounded-sm bg-surface-2" />
        <span className="h-14 w-24 rounded-sm bg-accent" />
        <span className="h-14 w-24 rounded-sm bg-surface-2" />
      </div>
      <h1 className="display text-40">{t('title')}</h1>
      <p className="max-w-110 text-text-2">{t('text')}</p>
      <Link to="/" className={`${buttonClass('ink')} mt-4`}>
        {app('goHome')}
      </Link>
    </div>
  );
}

export function PageError({ error }: ErrorComponentProps) {
  const t = useTranslations('errors');
  const text = error instanceof ApiError ? error.detail : t('pageText');
  return (
    <div className="gutter flex min-h-[60vh] items-center justify-center">
      <ErrorState
        heading="h1"
        title={t('pageTitle')}
        text={text}
        action={
          <Button variant="ink" onClick={() => location.reload()}>
            {t('reload')}
          </Button>
        }
      />
    </div>
  );
}
