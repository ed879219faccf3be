import type { Account } from '@kinora/sdk';
import { Button, ErrorState } from '@kinora/ui';
import { Navigate, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useSession } from '../../app/use-session.ts';

/** Sends whoever is not signed in to log in, and back here afterwards. */
export function RequireAccount({ children }: { children: (account: Account) => ReactNode }) {
  const app = useTranslations('app');
  const errors = useTranslations('errors');
  const describe = useDescribeError();
  const session = useSession();
  const href = useRouterState({ select: (state) => state.location.href });
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when it is tried again
  useEffect(() => {
    if (session.state === 'unknown') client.accessToken().catch(setFailure);
  }, [session.state, tries]);

  if (session.state === 'known') return children(session.account);
  // On its way already, while that page is loaded.
  if (session.state === 'anonymous' && href.startsWith('/login')) return null;
  if (session.state === 'anonymous') return <Navigate to="/login" search={{ next: href }} replace />;
  if (failure === null) return null;
  return (
    <ErrorState
      heading="h1"
      title={errors('title')}
      text={describe(failure)}
      action={
        <Button
          variant="ink"
          onClick={() => {
            setFailure(null);
            setTries(tries + 1);
          }}
        >
          {app('tryAgain')}
        </Button>
      }
    />
  );
}
