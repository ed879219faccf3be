import type { AccountState, ManagedAccount, Role } from '@kinora/sdk';
import { Select, Skeleton } from '@kinora/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { MoreButton } from '../../app/more-button.tsx';
import { SearchField } from '../../app/search-field.tsx';
import { AdminPage, AdminSection } from './admin-frame.tsx';
import { type PeopleSearch, ROLES, STATES } from './admin-search.ts';
import { PEOPLE_KEY } from './people-key.ts';
import { PersonRow } from './person-row.tsx';
import { WaitingRow } from './waiting-row.tsx';

/** Who has an account, what they may do, and who would like to have one. */
export function PeoplePage() {
  const t = useTranslations('people');
  const settings = useTranslations('settings');
  // In the address, so that Back leads to the same.
  const { q = '', role, state } = useSearch({ from: '/admin/admin' });
  const navigate = useNavigate({ from: '/admin' });
  const change = (next: PeopleSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  return (
    <AdminPage title={t('title')} text={t('text')}>
      <Waiting />
      <AdminSection title={t('all')}>
        <div className="grid grid-cols-[1fr_auto_auto] gap-3 max-phone:grid-cols-2">
          <div className="max-phone:col-span-2">
            <SearchField label={t('search')} value={q} onChange={(text) => change({ q: text || undefined })} />
          </div>
          <Select
            label={t('role')}
            value={role ?? ''}
            onChange={(event) => change({ role: (event.currentTarget.value || undefined) as Role | undefined })}
          >
            <option value="">{t('anyRole')}</option>
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {settings(`roles.${one}`)}
              </option>
            ))}
          </Select>
          <Select
            label={t('state')}
            value={state ?? ''}
            onChange={(event) =>
              change({ state: (event.currentTarget.value || undefined) as AccountState | undefined })
            }
          >
            <option value="">{t('anyState')}</option>
            {STATES.map((one) => (
              <option key={one} value={one}>
                {t(`states.${one}`)}
              </option>
            ))}
          </Select>
        </div>
        <People search={q} role={role} state={state} />
      </AdminSection>
    </AdminPage>
  );
}

function usePeople(filter: { search?: string; role?: Role | undefined; state?: AccountState | undefined }) {
  return useInfiniteQuery({
    queryKey: [...PEOPLE_KEY, filter],
    queryFn: ({ pageParam, signal }) =>
      client.admin.accounts({ ...filter, search: filter.search || undefined, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // What was found for the letters before stays until there is more exact.
    placeholderData: (before) => before,
  });
}

function People(filter: { search: string; role: Role | undefined; state: AccountState | undefined }) {
  const t = useTranslations('people');
  const describe = useDescribeError();
  const query = usePeople(filter);
  if (query.isPending) return <Skeleton className="h-16 w-full" />;
  if (query.isError) return <p className="text-14 text-text-2">{describe(query.error)}</p>;
  const people = query.data.pages.flatMap(({ items }) => items);
  if (people.length === 0)
    return (
      <p role="status" className="text-14 text-text-2">
        {t('nobody')}
      </p>
    );
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {people.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </ul>
      <MoreButton query={query} />
    </>
  );
}

/** Registrations that wait, above everything else; nothing while there is none. */
function Waiting() {
  const t = useTranslations('people');
  const query = usePeople({ state: 'waiting' });
  const waiting: ManagedAccount[] = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (waiting.length === 0) return null;
  return (
    <AdminSection title={t('waitingTitle')} text={t('waitingText')}>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {waiting.map((person) => (
          <WaitingRow key={person.id} person={person} />
        ))}
      </ul>
      <MoreButton query={query} />
    </AdminSection>
  );
}
