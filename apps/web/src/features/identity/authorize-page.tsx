import type { Account, Authorization } from '@kinora/sdk';
import { Avatar, Button, buttonClass, Skeleton } from '@kinora/ui';
import { CheckIcon } from '@phosphor-icons/react/dist/csr/Check';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { askWho, client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useSession } from '../../app/use-session.ts';
import { useTitle } from '../../app/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { FormError } from './form-error.tsx';
import { useScopeNames } from './scope-names.ts';
import { logOut } from './session-actions.ts';

/** Where an app sends the browser: who it is and what it wants is shown, and allowed or refused. */
export function AuthorizePage() {
  const t = useTranslations('apps');
  const describe = useDescribeError();
  const params = useSearch({ from: '/oauth/authorize' });
  const navigate = useNavigate();
  const session = useSession();
  const [failure, setFailure] = useState<unknown>(null);
  const [leaving, setLeaving] = useState<string>();
  useTitle(t('title'));
  useEffect(() => {
    if (session.state === 'unknown') void askWho();
  }, [session.state]);
  const account = session.state === 'known' ? session.account : null;
  const query = useQuery({
    queryKey: ['authorization', params, account?.id ?? null],
    queryFn: ({ signal }) => client.apps.authorization(params, signal),
    enabled: session.state !== 'unknown',
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const leave = (to: string) => {
    setLeaving(to);
    location.assign(to);
  };
  const { data } = query;
  const sentBack = useRef(false);
  // What needs no answer of a person goes on by itself, once.
  useEffect(() => {
    if (!data || sentBack.current || !goesOn(data, account)) return;
    sentBack.current = true;
    const to = data.redirectTo ? Promise.resolve(data.redirectTo) : client.apps.answer(params, true);
    to.then((place) => {
      setLeaving(place);
      location.replace(place);
    }, setFailure);
  }, [data, account, params]);

  const needsLogIn = data !== undefined && data.redirectTo === null && account === null;
  useEffect(() => {
    const next = `/oauth/authorize?${new URLSearchParams(params)}`;
    if (needsLogIn) void navigate({ to: '/login', search: { next }, replace: true });
  }, [needsLogIn, navigate, params]);

  const error = failure ?? query.error;
  if (error) {
    return (
      <AuthFrame title={t('wrongTitle')} text={t('wrongText')}>
        <FormError text={describe(error)} />
      </AuthFrame>
    );
  }
  if (leaving && data) {
    return (
      <AuthFrame title={t('leavingTitle', { name: data.app.name })} text={t('leavingText')}>
        <a href={leaving} className={buttonClass('ink', 'large')}>
          {t('goOn', { name: data.app.name })}
        </a>
      </AuthFrame>
    );
  }
  if (!data || !account || goesOn(data, account))
    return (
      <AuthFrame title={t('title')} text="">
        <Skeleton className="h-40 w-full" />
      </AuthFrame>
    );
  if (data.logInAgain) return <LogInAgain asked={data} onFailure={setFailure} />;
  return <Consent account={account} asked={data} params={params} onAnswer={leave} onFailure={setFailure} />;
}

/** Whether nobody has to be asked. */
function goesOn({ redirectTo, allowed }: Authorization, account: Account | null): boolean {
  return redirectTo !== null || (allowed && account !== null);
}

/** Logs out first, when it is clicked: a link alone logs nobody out. */
function LogInAgain({ asked, onFailure }: { asked: Authorization; onFailure: (failure: unknown) => void }) {
  const t = useTranslations('apps');
  const auth = useTranslations('auth');
  const [busy, setBusy] = useState(false);
  const { name } = asked.app;
  const again = async () => {
    setBusy(true);
    // Whoever is logged in no more is sent to log in, and back here.
    await logOut().catch(onFailure);
  };
  return (
    <AuthFrame title={t('againTitle')} text={t('againText', { name })}>
      <Button variant="ink" size="large" busy={busy} onClick={() => void again()}>
        {auth('logIn')}
      </Button>
    </AuthFrame>
  );
}

function Consent(props: {
  account: Account;
  asked: Authorization;
  params: Record<string, string>;
  onAnswer: (to: string) => void;
  onFailure: (failure: unknown) => void;
}) {
  const t = useTranslations('apps');
  const names = useScopeNames();
  const [busy, setBusy] = useState<'allow' | 'refuse'>();
  const { account, asked } = props;
  const { name, host, kind } = asked.app;
  const answer = async (allow: boolean) => {
    setBusy(allow ? 'allow' : 'refuse');
    try {
      props.onAnswer(await client.apps.answer(props.params, allow));
    } catch (failure) {
      props.onFailure(failure);
    }
  };
  return (
    <AuthFrame
      title={t('askTitle', { name })}
      text={kind === 'native' ? t('askNative', { name }) : t('askTool', { name, host })}
    >
      <div className="flex items-center gap-3 rounded-sm bg-surface-2 p-4">
        <Avatar name={account.displayName} url={account.avatarUrl} size={40} />
        <div className="min-w-0">
          <p className="truncate text-15 font-semibold">
            <bdi>{account.displayName}</bdi>
          </p>
          <p className="truncate text-13 text-text-2">{account.email}</p>
        </div>
      </div>
      <div>
        <h2 className="text-15 font-semibold">{t('may')}</h2>
        <ul className="mt-2 flex flex-col gap-2">
          {asked.scopes.map((scope) => (
            <li key={scope} className="flex items-start gap-2.5 text-15">
              <CheckIcon size={20} className="mt-0.5 shrink-0 text-text-2" aria-hidden />
              {names.long(scope)}
            </li>
          ))}
        </ul>
      </div>
      <p className="text-14 text-text-2">{t('askEnd')}</p>
      <div className="flex flex-wrap gap-3">
        <Button variant="ink" size="large" busy={busy === 'allow'} onClick={() => void answer(true)}>
          {t('allow')}
        </Button>
        <Button variant="tonal" size="large" busy={busy === 'refuse'} onClick={() => void answer(false)}>
          {t('refuse')}
        </Button>
      </div>
    </AuthFrame>
  );
}
