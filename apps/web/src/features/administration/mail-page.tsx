import type { MailState } from '@kinora/sdk';
import { Notice, Skeleton } from '@kinora/ui';
import { EnvelopeSimpleIcon } from '@phosphor-icons/react/dist/csr/EnvelopeSimple';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { AdminPage, AdminSection } from './admin-frame.tsx';
import { LinksNotice } from './links-notice.tsx';
import { MAIL_KEY } from './mail-key.ts';
import { MailServerForm } from './mail-server-form.tsx';
import { Outbox } from './outbox.tsx';

const EVERY_MS = 5000;

export function MailPage() {
  const t = useTranslations('mail');
  const describe = useDescribeError();
  const query = useQuery({
    queryKey: MAIL_KEY,
    queryFn: ({ signal }) => client.mail.state(signal),
    refetchInterval: EVERY_MS,
  });
  return (
    <AdminPage title={t('title')} text={t('text')}>
      {query.data && <State state={query.data} />}
      <AdminSection title={t('server')}>
        {query.isPending && <Skeleton className="h-60 w-full" />}
        {query.isError && <p className="text-14 text-text-2">{describe(query.error)}</p>}
        {query.data && <MailServerForm settings={query.data.settings} source={query.data.source} />}
      </AdminSection>
      <AdminSection title={t('links')}>
        <LinksNotice />
      </AdminSection>
      <AdminSection title={t('outbox')} text={t('outboxText')}>
        <Outbox />
      </AdminSection>
    </AdminPage>
  );
}

function State({ state: { source, waiting, problem, failure } }: { state: MailState }) {
  const t = useTranslations('mail');
  if (source === 'none')
    return (
      <Notice tone="info" role="status" icon={<EnvelopeSimpleIcon size={20} aria-hidden />}>
        {t('none', { count: waiting })}
      </Notice>
    );
  if (problem === null || waiting === 0) return null;
  return (
    <Notice tone="warning" role="status" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
      <p className="font-semibold">{t('stuck', { count: waiting })}</p>
      <p className="break-words">{failure}</p>
    </Notice>
  );
}
