import { Button } from '@kinora/ui';
import { SignInIcon } from '@phosphor-icons/react/dist/csr/SignIn';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';

/** Accounts elsewhere that log in here; nothing where there are none. */
export function ProviderButtons(props: { next: string | undefined; onFailed: (text: string) => void }) {
  const t = useTranslations('auth');
  const describe = useDescribeError();
  const [busy, setBusy] = useState<string>();
  const query = useQuery({
    queryKey: ['login-providers'],
    queryFn: ({ signal }) => client.loginProviders.list(signal),
  });
  const leave = async (id: string) => {
    setBusy(id);
    try {
      location.assign(await client.loginProviders.start(id, props.next));
    } catch (error) {
      setBusy(undefined);
      props.onFailed(describe(error));
    }
  };
  if (!query.data?.length) return null;
  return (
    <div className="flex flex-col gap-3">
      {query.data.map(({ id, name }) => (
        <Button
          key={id}
          variant="line"
          size="large"
          busy={busy === id}
          icon={<SignInIcon size={20} className="rtl:-scale-x-100" aria-hidden />}
          onClick={() => void leave(id)}
        >
          {t('withProvider', { name })}
        </Button>
      ))}
    </div>
  );
}
