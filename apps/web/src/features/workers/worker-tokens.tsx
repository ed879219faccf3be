import type { WorkerToken } from '@kinora/sdk';
import { Button, Skeleton } from '@kinora/ui';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskDialog } from '../../app/ask-dialog.tsx';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { InviteWorkerDialog } from './invite-worker-dialog.tsx';

const KEY = ['worker-tokens'];

/** What lets machines elsewhere in. */
export function WorkerTokens() {
  const t = useTranslations('workers');
  const describe = useDescribeError();
  const heading = useId();
  const [inviting, setInviting] = useState(false);
  const [revoked, setRevoked] = useState<WorkerToken>();
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.admin.workerTokens(signal) });
  const refresh = () => queryClient.invalidateQueries({ queryKey: KEY });
  return (
    <div className="flex flex-col items-start gap-4">
      <h2 id={heading} className="text-15 font-semibold">
        {t('tokens')}
      </h2>
      {query.isPending && <Skeleton className="h-16 w-full" />}
      {query.isError && <p className="text-14 text-text-2">{describe(query.error)}</p>}
      {query.data?.length === 0 && <p className="text-14 text-text-2">{t('noTokens')}</p>}
      {query.data && query.data.length > 0 && (
        <ul aria-labelledby={heading} className="flex w-full flex-col divide-y divide-line border-y border-line">
          {query.data.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setRevoked(token)} />
          ))}
        </ul>
      )}
      <Button variant="tonal" icon={<PlusIcon size={18} aria-hidden />} onClick={() => setInviting(true)}>
        {t('invite')}
      </Button>
      {inviting && <InviteWorkerDialog onMade={() => void refresh()} onClose={() => setInviting(false)} />}
      {revoked && (
        <AskDialog
          title={t('revokeToken', { name: revoked.name })}
          text={t('revokeText')}
          act={t('revoke')}
          done={t('revoked', { name: revoked.name })}
          onAct={() => client.admin.revokeWorkerToken(revoked.id).finally(refresh)}
          onClose={() => setRevoked(undefined)}
        />
      )}
    </div>
  );
}

function TokenRow({ token, onRevoke }: { token: WorkerToken; onRevoke: () => void }) {
  const t = useTranslations('workers');
  const formats = useFormats();
  return (
    <ListRow
      title={token.name}
      text={token.lastUsedAt ? t('lastSeen', { age: formats.age(token.lastUsedAt) }) : t('neverUsed')}
      action={{ text: t('revoke'), name: t('revokeToken', { name: token.name }), onClick: onRevoke }}
    />
  );
}
