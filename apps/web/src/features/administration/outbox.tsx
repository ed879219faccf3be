import type { OutboxMail } from '@kinora/sdk';
import { Button, Dialog, Skeleton, useToast } from '@kinora/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { MoreButton } from '../../app/more-button.tsx';
import { queryClient } from '../../app/queries.ts';
import { MAIL_KEY } from './mail-key.ts';

/** What was sent and what waits. A mail can be read while its text is there. */
export function Outbox() {
  const t = useTranslations('mail');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const toast = useToast();
  const [opened, setOpened] = useState<{ subject: string; to: string; text: string }>();
  const query = useInfiniteQuery({
    queryKey: [...MAIL_KEY, 'outbox'],
    queryFn: ({ pageParam, signal }) => client.mail.outbox({ cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const act = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: MAIL_KEY });
  };
  const read = ({ id }: OutboxMail) =>
    act(async () => {
      const mail = await client.mail.read(id);
      if (mail.text === null) toast({ text: t('textGone') });
      else setOpened({ subject: mail.subject, to: mail.to, text: mail.text });
    });
  const retry = ({ id }: OutboxMail) =>
    act(async () => {
      await client.mail.retry(id);
      toast({ text: t('retried') });
    });
  if (query.isPending) return <Skeleton className="h-16 w-full" />;
  if (query.isError) return <p className="text-14 text-text-2">{describe(query.error)}</p>;
  const mails = query.data.pages.flatMap(({ items }) => items);
  if (mails.length === 0) return <p className="text-14 text-text-2">{t('outboxEmpty')}</p>;
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {mails.map((mail) => (
          <MailRow key={mail.id} mail={mail} onRead={() => void read(mail)} onRetry={() => void retry(mail)} />
        ))}
      </ul>
      <MoreButton query={query} />
      <Dialog
        open={opened !== undefined}
        onClose={() => setOpened(undefined)}
        title={opened?.subject ?? ''}
        closeLabel={app('close')}
        wide
      >
        <p className="text-13 text-text-2">
          <bdi>{opened?.to}</bdi>
        </p>
        <p dir="auto" className="max-h-[60dvh] overflow-y-auto text-14 break-words whitespace-pre-wrap">
          {opened?.text}
        </p>
      </Dialog>
    </>
  );
}

function MailRow({ mail, onRead, onRetry }: { mail: OutboxMail; onRead: () => void; onRetry: () => void }) {
  const t = useTranslations('mail');
  const formats = useFormats();
  return (
    <li className="flex min-h-17 flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-50 flex-1">
        <p className="truncate text-15 font-semibold">
          <bdi>{mail.subject}</bdi>
        </p>
        <p className="truncate text-13 text-text-2">
          <bdi>{mail.to}</bdi>
          {` · ${t(`states.${mail.state}`)} · ${formats.age(mail.endedAt ?? mail.createdAt)}`}
        </p>
        {mail.state === 'failed' && mail.failure && <p className="text-13 break-words text-danger">{mail.failure}</p>}
      </div>
      {mail.state !== 'sent' && (
        <div className="flex gap-2">
          {mail.state === 'failed' && (
            <Button aria-label={t('retryOf', { subject: mail.subject })} onClick={onRetry}>
              {t('retry')}
            </Button>
          )}
          <Button variant="tonal" aria-label={t('readOf', { subject: mail.subject })} onClick={onRead}>
            {t('read')}
          </Button>
        </div>
      )}
    </li>
  );
}
