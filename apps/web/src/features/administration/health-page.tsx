import type { ServiceHealth } from '@kinora/sdk';
import { classNames, Skeleton } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { AdminPage, AdminSection } from './admin-frame.tsx';
import { ParkedEvents } from './parked-events.tsx';

const EVERY_MS = 5000;
const CHECKS = ['database', 'bus', 'blobs'] as const;
const DOTS = { well: 'bg-success', troubled: 'bg-warning', away: 'bg-danger' } as const;

export function HealthPage() {
  const t = useTranslations('health');
  const describe = useDescribeError();
  const query = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => client.admin.health(signal),
    refetchInterval: EVERY_MS,
  });
  const versions = new Set(query.data?.flatMap(({ version }) => version ?? []));
  return (
    <AdminPage title={t('title')} text={t('text')}>
      <AdminSection title={t('services')}>
        {query.isPending && <Skeleton className="h-16 w-full" />}
        {query.isError && <p className="text-14 text-text-2">{describe(query.error)}</p>}
        {versions.size > 1 && <p className="text-14 text-warning">{t('versions')}</p>}
        {query.data && (
          <ul className="flex flex-col divide-y divide-line border-y border-line">
            {query.data.map((service) => (
              <ServiceRow key={service.name} service={service} />
            ))}
          </ul>
        )}
      </AdminSection>
      <ParkedEvents />
    </AdminPage>
  );
}

function ServiceRow({ service }: { service: ServiceHealth }) {
  const t = useTranslations('health');
  const formats = useFormats();
  const { name, state, version, startedAt, checks, unsentEvents, oldestUnsentAt, parkedEvents } = service;
  const troubles = [
    ...CHECKS.filter((check) => checks[check] === false).map((check) => t(`checks.${check}`)),
    // What was written a moment ago is on its way.
    ...(unsentEvents && oldestUnsentAt && isLate(oldestUnsentAt)
      ? [t('unsent', { count: unsentEvents, age: formats.age(oldestUnsentAt) })]
      : []),
    ...(parkedEvents ? [t('parked', { count: parkedEvents })] : []),
  ];
  return (
    <li className="flex items-start gap-3 py-3">
      <span aria-hidden className={classNames('mt-1.5 size-2.5 shrink-0 rounded-full', DOTS[state])} />
      <div className="min-w-0 flex-1">
        <p className="text-15 font-semibold">
          <bdi>{name}</bdi> {version && <span className="font-normal text-text-3">{version}</span>}
        </p>
        <p className="text-13 text-text-2">
          {t(`states.${state}`)}
          {startedAt && ` · ${t('since', { age: formats.age(startedAt) })}`}
        </p>
        {troubles.map((trouble) => (
          <p key={trouble} className="text-13 text-warning">
            {trouble}
          </p>
        ))}
      </div>
    </li>
  );
}

function isLate(at: string): boolean {
  return Date.now() - Date.parse(at) > EVERY_MS;
}
