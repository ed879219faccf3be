import type { ManagedLoginProvider } from '@kinora/sdk';
import { ErrorState, Skeleton } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskDialog } from '../../app/ask-dialog.tsx';
import { client } from '../../app/client.ts';
import { CopyField } from '../../app/copy-field.tsx';
import { useDescribeError } from '../../app/describe-error.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { AdminPage, AdminSection } from './admin-frame.tsx';
import { LoginProviderForm } from './login-provider-form.tsx';
import { RegisteredApps } from './registered-apps.tsx';

const KEY = ['managed-login-providers'];

/** Where people may have accounts that they log in here with. */
export function LoginsPage() {
  const t = useTranslations('logins');
  const describe = useDescribeError();
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.loginProviders.managed(signal) });
  const refresh = () => queryClient.invalidateQueries({ queryKey: KEY });
  return (
    <AdminPage title={t('title')} text={t('text')}>
      {query.isPending && <Skeleton className="h-16 w-full max-w-160" />}
      {query.isError && <ErrorState title={describe(query.error)} text="" />}
      {query.isSuccess && (
        <>
          <Providers items={query.data.items} onChanged={refresh} />
          <AdminSection title={t('add')} text={t('addText')}>
            <div className="flex max-w-160 flex-col gap-5">
              <CopyField
                label={t('redirectUri')}
                value={query.data.redirectUri}
                copy={t('copy')}
                copied={t('copied')}
              />
              <LoginProviderForm onAdded={refresh} />
            </div>
          </AdminSection>
        </>
      )}
      <RegisteredApps />
    </AdminPage>
  );
}

function Providers({ items, onChanged }: { items: ManagedLoginProvider[]; onChanged: () => Promise<void> }) {
  const t = useTranslations('logins');
  const [removed, setRemoved] = useState<ManagedLoginProvider>();
  if (items.length === 0) return <p className="text-14 text-text-2">{t('none')}</p>;
  return (
    <>
      <ul className="flex max-w-160 flex-col divide-y divide-line border-y border-line">
        {items.map((provider) => (
          <ListRow
            key={provider.id}
            title={<bdi>{provider.name}</bdi>}
            text={`${provider.issuer} · ${provider.makesAccounts ? t('makes') : t('makesNot')}`}
            action={{
              text: t('remove'),
              name: t('removeNamed', { name: provider.name }),
              onClick: () => setRemoved(provider),
            }}
          />
        ))}
      </ul>
      {removed && (
        <AskDialog
          title={t('removeNamed', { name: removed.name })}
          text={t('removeText')}
          act={t('remove')}
          done={t('removed', { name: removed.name })}
          onAct={() => client.loginProviders.remove(removed.id).finally(onChanged)}
          onClose={() => setRemoved(undefined)}
        />
      )}
    </>
  );
}
