import type { Act } from '@kinora/sdk';
import { Select, Skeleton } from '@kinora/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { MoreButton } from '../../app/more-button.tsx';
import { SearchField } from '../../app/search-field.tsx';
import { AdminPage } from './admin-frame.tsx';
import type { AuditSearch } from './admin-search.ts';

const ACTS = [
  'account.approved',
  'account.deletion-decided',
  'account.refused',
  'account.restored',
  'account.role-changed',
  'account.suspended',
  'app.added',
  'app.removed',
  'events.replayed',
  'instance.changed',
  'invitation.revoked',
  'invitation.sent',
  'mail.read',
  'mail.retried',
  'mail.settings-changed',
  'mail.settings-removed',
  'processing.prioritized',
  'processing.retried',
  'provider.added',
  'provider.removed',
  'quota.changed',
  'report.handled',
  'comment.removed',
  'comment.approved',
  'video.removed',
  'videos.reprocessed',
  'worker.drained',
  'worker.resumed',
  'worker-token.created',
  'worker-token.revoked',
] as const;
type ActName = (typeof ACTS)[number];

/** A dot would lead into a group of messages. */
const keyOf = (act: ActName) => `acts.${act.replace('.', '-')}` as `acts.account-approved`;
const isKnown = (act: string): act is ActName => (ACTS as readonly string[]).includes(act);

/** Who used a right that not everybody has. */
export function AuditPage() {
  const t = useTranslations('audit');
  const describe = useDescribeError();
  // In the address, so that Back leads to the same.
  const { q = '', act = '' } = useSearch({ from: '/admin/admin/audit' });
  const navigate = useNavigate({ from: '/admin/audit' });
  const change = (next: AuditSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  const query = useInfiniteQuery({
    queryKey: ['audit', q, act],
    queryFn: ({ pageParam, signal }) =>
      client.admin.audit({ search: q || undefined, act: act || undefined, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
  const acts = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <AdminPage title={t('title')} text={t('text')}>
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-[1fr_auto] gap-3 max-phone:grid-cols-1">
          <SearchField label={t('search')} value={q} onChange={(text) => change({ q: text || undefined })} />
          <Select
            label={t('act')}
            value={act}
            onChange={(event) => change({ act: event.currentTarget.value || undefined })}
          >
            <option value="">{t('anyAct')}</option>
            {ACTS.map((one) => (
              <option key={one} value={one}>
                {t(keyOf(one))}
              </option>
            ))}
          </Select>
        </div>
        {query.isPending && <Skeleton className="h-16 w-full" />}
        {query.isError && <p className="text-14 text-text-2">{describe(query.error)}</p>}
        {query.isSuccess && acts.length === 0 && (
          <p role="status" className="text-14 text-text-2">
            {t('nothing')}
          </p>
        )}
        {acts.length > 0 && (
          <ul className="flex flex-col divide-y divide-line border-y border-line">
            {acts.map((one) => (
              <ActRow key={one.id} act={one} />
            ))}
          </ul>
        )}
        <MoreButton query={query} />
      </div>
    </AdminPage>
  );
}

function ActRow({ act: { act, actor, address, at, subject, before, after } }: { act: Act }) {
  const t = useTranslations('audit');
  const formats = useFormats();
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (field) => JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]),
  );
  return (
    <li className="flex flex-col gap-1 py-3">
      <p className="text-15">
        <span className="font-semibold">{isKnown(act) ? t(keyOf(act)) : act}</span>
        {subject && (
          <>
            {': '}
            <bdi className="break-words">{subject.name || nameless(act, subject.id, t('gone'))}</bdi>
          </>
        )}
      </p>
      <p className="text-13 text-text-2">
        <bdi>{actor.name || t('gone')}</bdi>
        {' · '}
        <time dateTime={at} title={new Date(at).toLocaleString()}>
          {formats.age(at)}
        </time>
        {' · '}
        <bdi>{address}</bdi>
      </p>
      {fields.length > 0 && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-13">
          {fields.map((field) => (
            <div key={field} className="contents">
              <dt className="text-text-3">{field}</dt>
              <dd className="m-0 min-w-0 break-words text-text-2">
                {before && field in before && <s>{short(before[field])}</s>}
                {before && field in before && after && field in after && ' → '}
                {after && field in after && short(after[field])}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** A video is processed where nobody knows what it is called. */
function nameless(act: string, id: string, gone: string): string {
  return act.startsWith('processing.') ? id : gone;
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' || value === null ? '∅' : text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
