import { buttonClass, Skeleton } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useInstanceLooks } from '../../app/instance.ts';
import { useTitle } from '../../app/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { FormError } from './form-error.tsx';
import { useGoOn } from './next-place.ts';
import { RegistrationForm } from './registration-form.tsx';
import { useLinkToken } from './use-link-token.ts';

/** Where an invitation leads. */
export function InvitePage() {
  const t = useTranslations('mailLinks');
  const auth = useTranslations('auth');
  const settings = useTranslations('settings');
  const describe = useDescribeError();
  const { name } = useInstanceLooks();
  const token = useLinkToken();
  const goOn = useGoOn(undefined);
  useTitle(t('inviteTitle', { name }));
  const query = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => client.identity.lookUpInvitation(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const text = query.data
    ? t('inviteText', { by: query.data.invitedBy, role: settings(`roles.${query.data.role}`) })
    : query.isError
      ? ''
      : t('inviteLooking');
  return (
    <AuthFrame
      title={t('inviteTitle', { name })}
      text={text}
      foot={
        <>
          {auth('haveAccount')}{' '}
          <Link to="/login" className="font-semibold text-link hover:underline">
            {auth('logIn')}
          </Link>
        </>
      }
    >
      {query.isPending && <Skeleton className="h-60 w-full" />}
      {query.isError && (
        <>
          <FormError text={describe(query.error)} />
          <Link to="/" className={buttonClass('ink', 'large')}>
            {t('inviteHome')}
          </Link>
        </>
      )}
      {query.data && (
        <RegistrationForm
          invitationToken={token}
          email={query.data.email}
          submitLabel={auth('register')}
          onDone={goOn}
        />
      )}
    </AuthFrame>
  );
}
