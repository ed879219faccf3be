import type { AccountStorage } from '@kinora/sdk';
import { Notice, Skeleton } from '@kinora/ui';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { MoreButton } from '../../app/more-button.tsx';
import { queryClient } from '../../app/queries.ts';
import { QuotaDialog } from './quota-dialog.tsx';

const ACCOUNTS = ['account-storage'];
const STORAGE = ['storage'];
const EVERY_MS = 10_000;

/** How full the disk is, and who keeps how much. */
export function StorageSection() {
  return (
    <div className="flex flex-col gap-6">
      <Room />
      <DefaultQuota />
      <Accounts />
    </div>
  );
}

function Room() {
  const t = useTranslations('storage');
  const formats = useFormats();
  const describe = useDescribeError();
  const query = useQuery({
    queryKey: STORAGE,
    queryFn: ({ signal }) => client.admin.storage(signal),
    refetchInterval: EVERY_MS,
  });
  if (query.isPending) return <Skeleton className="h-5 w-60" />;
  if (query.isError) return <p className="text-14 text-text-2">{describe(query.error)}</p>;
  const { freeBytes, reserveBytes, promisedBytes, unpromisedBytes, isFull } = query.data;
  const numbers = { free: formats.bytes(freeBytes), reserve: formats.bytes(reserveBytes) };
  if (!isFull)
    return (
      <p className="tabular text-14 text-text-2">
        {t('free', numbers)}
        {promisedBytes > 0 && ` ${t('promised', { promised: formats.bytes(promisedBytes) })}`}
        {` ${unpromisedBytes > 0 ? t('unpromised', { left: formats.bytes(unpromisedBytes) }) : t('allPromised')}`}
      </p>
    );
  return (
    <Notice tone="warning" role="alert" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
      <strong className="font-semibold">{t('fullTitle')}</strong>
      <br />
      {t('fullText', numbers)}
    </Notice>
  );
}

/** What an account may keep that has no quota of its own. */
function DefaultQuota() {
  const t = useTranslations('storage');
  const formats = useFormats();
  const [changing, setChanging] = useState(false);
  const { data } = useQuery({ queryKey: STORAGE, queryFn: ({ signal }) => client.admin.storage(signal) });
  if (!data) return null;
  const { defaultQuotaBytes } = data;
  return (
    <>
      <ul className="border-y border-line">
        <ListRow
          title={t('defaultQuota')}
          text={defaultQuotaBytes === null ? t('any') : t('each', { quota: formats.bytes(defaultQuotaBytes) })}
          action={{ text: t('change'), name: t('changeDefault'), onClick: () => setChanging(true) }}
        />
      </ul>
      {changing && (
        <QuotaDialog
          title={t('defaultQuota')}
          value={defaultQuotaBytes}
          withDefault={false}
          save={async (value) => {
            await client.admin.setDefaultQuota(value ?? null);
            await queryClient.invalidateQueries({ queryKey: STORAGE });
            await queryClient.invalidateQueries({ queryKey: ACCOUNTS });
          }}
          onClose={() => setChanging(false)}
        />
      )}
    </>
  );
}

function Accounts() {
  const t = useTranslations('storage');
  const describe = useDescribeError();
  const [changed, setChanged] = useState<AccountStorage>();
  const query = useInfiniteQuery({
    queryKey: ACCOUNTS,
    queryFn: ({ pageParam, signal }) => client.admin.accountStorage({ cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  if (query.isPending) return <Skeleton className="h-16 w-full" />;
  if (query.isError) return <p className="text-14 text-text-2">{describe(query.error)}</p>;
  const accounts = query.data.pages.flatMap(({ items }) => items);
  if (accounts.length === 0) return <p className="text-14 text-text-2">{t('nobody')}</p>;
  return (
    <>
      <ul aria-label={t('accounts')} className="flex flex-col divide-y divide-line border-y border-line">
        {accounts.map((account) => (
          <AccountRow key={account.accountId} account={account} onChange={() => setChanged(account)} />
        ))}
      </ul>
      <MoreButton query={query} />
      {changed && (
        <QuotaDialog
          title={t('quotaOf', { name: changed.displayName })}
          value={changed.isOwnQuota ? changed.quotaBytes : undefined}
          withDefault
          save={async (value) => {
            await client.admin.setQuota(changed.accountId, value);
            await queryClient.invalidateQueries({ queryKey: ACCOUNTS });
          }}
          onClose={() => setChanged(undefined)}
        />
      )}
    </>
  );
}

function AccountRow({ account, onChange }: { account: AccountStorage; onChange: () => void }) {
  const t = useTranslations('storage');
  const formats = useFormats();
  const { quotaBytes, isOwnQuota } = account;
  const name = account.displayName || t('gone');
  const used = formats.bytes(account.usedBytes);
  const quota = quotaBytes === null ? null : formats.bytes(quotaBytes);
  return (
    <ListRow
      title={<bdi>{name}</bdi>}
      text={
        <span className="tabular">
          {quota === null ? t('used', { used }) : t('usedOf', { used, quota })}
          {isOwnQuota && ` · ${t(quota === null ? 'ownUnlimited' : 'own')}`}
        </span>
      }
      action={{ text: t('change'), name: t('changeOf', { name }), onClick: onChange }}
    />
  );
}
