import { Button, buttonClass, ErrorState } from '@kinora/ui';
import { CaretLeftIcon } from '@phosphor-icons/react/dist/csr/CaretLeft';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { isNotFound, useDescribeError } from '../../app/describe-error.ts';

interface StudioSubpageProps {
  title: string;
  /** What it is about, in the words of a person. */
  about?: string | undefined;
  /** What the way back is called. */
  back: string;
  /** Where it leads; without it to all videos. */
  backToVideo?: string;
  /** Why there is nothing to show, and what is done to try again. */
  failure?: { error: unknown; title: string; retry: () => void } | null;
  /** At the end of the head. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A page of the studio about one video: the way back, what it is, and why it could not be loaded. */
export function StudioSubpage({ title, about, back, backToVideo, failure, aside, children }: StudioSubpageProps) {
  const to = backToVideo
    ? ({ to: '/studio/videos/$videoId', params: { videoId: backToVideo } } as const)
    : ({ to: '/studio' } as const);
  if (failure) return <LoadFailure {...failure} />;
  return (
    <>
      <header className="flex min-h-10 items-center justify-between gap-3 pb-5">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            {...to}
            aria-label={back}
            className="-ms-2 flex size-10 shrink-0 items-center justify-center rounded-sm hover:bg-surface-2"
          >
            <CaretLeftIcon size={20} className="rtl:-scale-x-100" aria-hidden />
          </Link>
          <div className="min-w-0">
            <h1 className="truncate text-24 font-semibold max-phone:text-20">{title}</h1>
            {about !== undefined && <bdi className="block truncate text-13 text-text-2">{about}</bdi>}
          </div>
        </div>
        {aside && <div className="shrink-0">{aside}</div>}
      </header>
      {children}
    </>
  );
}

function LoadFailure({ error, title, retry }: { error: unknown; title: string; retry: () => void }) {
  const t = useTranslations('studio');
  const watch = useTranslations('watch');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const missing = isNotFound(error);
  return (
    <ErrorState
      heading="h1"
      title={missing ? watch('notFoundTitle') : title}
      text={missing ? watch('notFoundText') : describe(error)}
      action={
        missing ? (
          <Link to="/studio" className={buttonClass('ink')}>
            {t('content')}
          </Link>
        ) : (
          <Button variant="ink" onClick={retry}>
            {app('tryAgain')}
          </Button>
        )
      }
    />
  );
}
