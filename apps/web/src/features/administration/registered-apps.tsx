import type { RegisteredApp } from '@kinora/sdk';
import { Button, ErrorState, Skeleton } from '@kinora/ui';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskDialog } from '../../app/ask-dialog.tsx';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { AdminSection } from './admin-frame.tsx';
import { RegisterAppDialog } from './register-app-dialog.tsx';

const KEY = ['registered-apps'];

/** Programs of others that people here may let in. */
export function RegisteredApps() {
  const t = useTranslations('apps');
  const describe = useDescribeError();
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<RegisteredApp>();
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.apps.registered(signal) });
  const refresh = () => queryClient.invalidateQueries({ queryKey: KEY });
  return (
    <AdminSection title={t('registered')} text={t('registeredText')}>
      {query.isPending && <Skeleton className="h-16 w-full max-w-160" />}
      {query.isError && <ErrorState title={describe(query.error)} text="" />}
      {query.data && query.data.items.length > 0 && (
        <ul className="flex max-w-160 flex-col divide-y divide-line border-y border-line">
          {query.data.items.map((one) => (
            <ListRow
              key={one.id}
              title={<bdi>{one.name}</bdi>}
              text={`${t(`kinds.${one.kind}`)} · ${one.redirectUris.join(' ')}`}
              action={{
                text: t('remove'),
                name: t('removeNamed', { name: one.name }),
                onClick: () => setRemoved(one),
              }}
            />
          ))}
        </ul>
      )}
      {query.data && (
        <Button
          variant="tonal"
          className="self-start"
          icon={<PlusIcon size={18} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          {t('register')}
        </Button>
      )}
      {query.data && adding && (
        <RegisterAppDialog issuer={query.data.issuer} onAdded={() => void refresh()} onClose={() => setAdding(false)} />
      )}
      {removed && (
        <AskDialog
          title={t('removeNamed', { name: removed.name })}
          text={t('removeText')}
          act={t('remove')}
          done={t('removed', { name: removed.name })}
          onAct={() => client.apps.remove(removed.id).finally(refresh)}
          onClose={() => setRemoved(undefined)}
        />
      )}
    </AdminSection>
  );
}
