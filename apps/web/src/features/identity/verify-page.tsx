import { buttonClass, Notice, Skeleton } from '@kinora/ui';
import { CheckCircleIcon } from '@phosphor-icons/react/dist/csr/CheckCircle';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client, tellOtherTabs } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useSession } from '../../app/use-session.ts';
import { useTitle } from '../../app/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { FormError } from './form-error.tsx';
import { useLinkToken } from './use-link-token.ts';

/** Where the link that proves an address leads: opening it is the proof. */
export function VerifyPage() {
  const t = useTranslations('mailLinks');
  const auth = useTranslations('auth');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const token = useLinkToken();
  const session = useSession();
  useTitle(t('verifyTitle'));
  const query = useQuery({
    queryKey: ['verify', token],
    queryFn: async () => {
      const email = await client.identity.verifyEmail(token);
      // What this address may do from now on is in the next token.
      client.resetAuth();
      await client.accessToken();
      tellOtherTabs();
      return email;
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <AuthFrame title={t('verifyTitle')} text={t('verifyText')}>
      {query.isPending && <Skeleton className="h-12 w-full" />}
      {query.data && (
        <Notice tone="success" role="status" icon={<CheckCircleIcon size={20} weight="fill" aria-hidden />}>
          {t('verified', { email: query.data })}
        </Notice>
      )}
      {query.isError && <FormError text={describe(query.error)} />}
      {query.isFetched &&
        (session.state === 'known' ? (
          <Link to={query.isError ? '/settings' : '/'} className={buttonClass('ink', 'large')}>
            {query.isError ? app('settings') : app('goHome')}
          </Link>
        ) : (
          <Link to="/login" className={buttonClass('ink', 'large')}>
            {auth('logIn')}
          </Link>
        ))}
    </AuthFrame>
  );
}
