import { Button, buttonClass, EmptyState, ErrorState } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useMayPublish, useSession } from '../../app/use-session.ts';

export function HomeError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations('home');
  const app = useTranslations('app');
  const describe = useDescribeError();
  return (
    <ErrorState
      title={t('errorTitle')}
      text={describe(error)}
      action={
        <Button variant="ink" onClick={onRetry}>
          {app('tryAgain')}
        </Button>
      }
    />
  );
}

export function NothingYet() {
  const t = useTranslations('home');
  const app = useTranslations('app');
  const session = useSession();
  const setup = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => client.identity.setupNeeded(signal) });
  const mayPublish = useMayPublish();
  if (setup.data === true) return <EmptyState title={t('emptyTitle')} text={t('emptySetup')} />;
  const signedIn = session.state === 'known';
  if (signedIn && !mayPublish) return <EmptyState title={t('emptyTitle')} text={t('emptyViewer')} />;
  return (
    <EmptyState
      title={t('emptyTitle')}
      text={signedIn ? t('emptySignedIn') : t('emptySignedOut')}
      action={
        <Link to={signedIn ? '/upload' : '/login'} className={buttonClass('ink')}>
          {signedIn ? t('upload') : app('logIn')}
        </Link>
      }
    />
  );
}
