import type { Account, ApiToken } from '@kinora/sdk';
import { Button, ErrorState, Skeleton } from '@kinora/ui';
import { KeyIcon } from '@phosphor-icons/react/dist/csr/Key';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskDialog } from '../../app/ask-dialog.tsx';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { MakeApiTokenDialog } from './make-api-token-dialog.tsx';
import { useScopeNames } from './scope-names.ts';

const KEY = ['api-tokens'];

/** With which programs act for the account. */
export function ApiTokenSection({ account, withCode }: { account: Account; withCode: boolean }) {
  const t = useTranslations('tokens');
  const describe = useDescribeError();
  const [making, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<ApiToken>();
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.apiTokens.list(signal) });
  const refresh = () => queryClient.invalidateQueries({ queryKey: KEY });
  if (query.isPending) return <Skeleton className="h-10 w-40" />;
  if (query.isError) return <ErrorState title={describe(query.error)} text="" />;
  return (
    <div className="flex flex-col items-start gap-4">
      {query.data.length > 0 && (
        <ul className="flex flex-col divide-y divide-line self-stretch border-y border-line">
          {query.data.map((token) => (
            <Row key={token.id} token={token} onRevoke={() => setRevoked(token)} />
          ))}
        </ul>
      )}
      <Button variant="tonal" icon={<PlusIcon size={18} aria-hidden />} onClick={() => setMaking(true)}>
        {t('make')}
      </Button>
      {making && (
        <MakeApiTokenDialog
          account={account}
          withCode={withCode}
          onMade={() => void refresh()}
          onClose={() => setMaking(false)}
        />
      )}
      {revoked && (
        <AskDialog
          title={t('revokeNamed', { name: revoked.name })}
          text={t('revokeText')}
          act={t('revoke')}
          done={t('revoked', { name: revoked.name })}
          onAct={() => client.apiTokens.revoke(revoked.id).finally(refresh)}
          onClose={() => setRevoked(undefined)}
        />
      )}
    </div>
  );
}

function Row({ token, onRevoke }: { token: ApiToken; onRevoke: () => void }) {
  const t = useTranslations('tokens');
  const formats = useFormats();
  const { short } = useScopeNames();
  const { name, lastUsedAt, expiresAt } = token;
  const over = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  const until = expiresAt ? t(over ? 'over' : 'until', { date: formats.date(expiresAt) }) : t('forever');
  return (
    <ListRow
      icon={<KeyIcon size={24} className="shrink-0 text-text-2" aria-hidden />}
      title={<bdi>{name}</bdi>}
      text={
        <span className="whitespace-normal">
          {lastUsedAt ? t('used', { age: formats.age(lastUsedAt) }) : t('unused')} · {until}
          <br />
          {short(token.scopes)}
        </span>
      }
      action={{ text: t('revoke'), name: t('revokeNamed', { name }), onClick: onRevoke }}
    />
  );
}
