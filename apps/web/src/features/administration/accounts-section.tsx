import type { ManagedAccount, Role } from '@kinora/sdk';
import { Field, fieldBox, Skeleton, useToast } from '@kinora/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { MoreButton } from '../../app/more-button.tsx';
import { queryClient } from '../../app/queries.ts';

const KEY = ['accounts'];
const ROLES: readonly Role[] = ['viewer', 'creator', 'moderator', 'admin'];

/** Who has an account, and what they may do. */
export function AccountsSection() {
  const t = useTranslations('accounts');
  const [search, setSearch] = useState('');
  return (
    <div className="flex flex-col gap-4">
      <Field
        label={t('search')}
        type="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Accounts search={useDeferredValue(search.trim())} />
    </div>
  );
}

function Accounts({ search }: { search: string }) {
  const t = useTranslations('accounts');
  const describe = useDescribeError();
  const query = useInfiniteQuery({
    queryKey: [...KEY, search],
    queryFn: ({ pageParam, signal }) =>
      client.admin.accounts({ search: search || undefined, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // What was found for the letters before stays until there is more exact.
    placeholderData: (before) => before,
  });
  if (query.isPending) return <Skeleton className="h-16 w-full" />;
  if (query.isError) return <p className="text-14 text-text-2">{describe(query.error)}</p>;
  const accounts = query.data.pages.flatMap(({ items }) => items);
  if (accounts.length === 0)
    return (
      <p role="status" className="text-14 text-text-2">
        {t('nobody')}
      </p>
    );
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {accounts.map((account) => (
          <AccountRow key={account.id} account={account} />
        ))}
      </ul>
      <MoreButton query={query} />
    </>
  );
}

function AccountRow({ account }: { account: ManagedAccount }) {
  const t = useTranslations('accounts');
  const settings = useTranslations('settings');
  const formats = useFormats();
  const describe = useDescribeError();
  const toast = useToast();
  // Until the list says so too.
  const [chosen, setChosen] = useState<Role>();
  const name = account.displayName;
  const change = async (role: Role) => {
    setChosen(role);
    try {
      await client.admin.updateAccount(account.id, { role });
      toast({ text: t('changed', { name, role }) });
    } catch (error) {
      setChosen(undefined);
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: KEY });
    setChosen(undefined);
  };
  return (
    <li className="flex min-h-17 items-center gap-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate text-15 font-semibold">
          <bdi>{name}</bdi>
        </p>
        <p className="truncate text-13 text-text-2">
          {account.email}
          {' · '}
          {account.lastSeenAt ? t('lastSeen', { age: formats.age(account.lastSeenAt) }) : t('neverSeen')}
        </p>
      </div>
      <select
        aria-label={t('roleOf', { name })}
        value={chosen ?? account.role}
        onChange={(event) => void change(event.currentTarget.value as Role)}
        className={`${fieldBox} h-10 max-w-38 shrink-0 border-line-ctl px-2.5`}
      >
        {ROLES.map((one) => (
          <option key={one} value={one}>
            {settings(`roles.${one}`)}
          </option>
        ))}
      </select>
    </li>
  );
}
