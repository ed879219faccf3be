import type { Passkey } from '@kinora/sdk';
import { Button, Dialog, ErrorState, Skeleton, useToast } from '@kinora/ui';
import { FingerprintIcon } from '@phosphor-icons/react/dist/csr/Fingerprint';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { AddPasskeyDialog } from './add-passkey-dialog.tsx';
import { passkeysWork } from './passkey-prompt.ts';
import { ProofForm } from './proof-form.tsx';
import { SECURITY_KEY } from './use-security.ts';

const KEY = ['passkeys'];

export function PasskeySection({ email, withCode }: { email: string; withCode: boolean }) {
  const t = useTranslations('security');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const toast = useToast();
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Passkey>();
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.passkeys.list(signal) });
  const refresh = () => {
    for (const queryKey of [KEY, SECURITY_KEY]) void queryClient.invalidateQueries({ queryKey });
  };
  if (query.isPending) return <Skeleton className="h-10 w-40" />;
  if (query.isError) return <ErrorState title={describe(query.error)} text="" />;
  return (
    <div className="flex flex-col items-start gap-4">
      {query.data.length > 0 && (
        <ul className="flex flex-col divide-y divide-line self-stretch border-y border-line">
          {query.data.map((passkey) => (
            <Row key={passkey.id} passkey={passkey} onRemove={() => setRemoved(passkey)} />
          ))}
        </ul>
      )}
      {passkeysWork() ? (
        <Button variant="tonal" icon={<PlusIcon size={18} aria-hidden />} onClick={() => setAdding(true)}>
          {t('passkeyAdd')}
        </Button>
      ) : (
        <p className="text-14 text-text-2">{t('passkeysUnavailable', { origin: location.origin })}</p>
      )}
      {adding && (
        <AddPasskeyDialog email={email} withCode={withCode} onAdded={refresh} onClose={() => setAdding(false)} />
      )}
      {removed && (
        <Dialog
          open
          onClose={() => setRemoved(undefined)}
          title={t('passkeyRemoveTitle')}
          closeLabel={app('close')}
          wide
        >
          <p className="text-14 text-text-2">{t('passkeyRemoveText', { name: removed.name })}</p>
          <ProofForm
            purpose="remove-passkey"
            email={email}
            withCode={withCode}
            danger
            submit={t('passkeyRemove')}
            onProof={async (proof) => {
              await client.passkeys.remove(removed.id, proof);
              setRemoved(undefined);
              toast({ text: t('passkeyRemoved', { name: removed.name }) });
              refresh();
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

function Row({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) {
  const t = useTranslations('security');
  const formats = useFormats();
  const { name, lastUsedAt } = passkey;
  return (
    <ListRow
      icon={<FingerprintIcon size={24} className="shrink-0 text-text-2" aria-hidden />}
      title={<bdi>{name}</bdi>}
      text={lastUsedAt ? t('passkeyUsed', { age: formats.age(lastUsedAt) }) : t('passkeyUnused')}
      action={{ text: t('passkeyRemove'), name: t('passkeyRemoveNamed', { name }), onClick: onRemove }}
    />
  );
}
