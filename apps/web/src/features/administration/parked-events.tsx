import type { ParkedEvent } from '@kinora/sdk';
import { Button, Skeleton, useToast } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { queryClient } from '../../app/queries.ts';
import { AdminSection } from './admin-frame.tsx';

const KEY = ['parked-events'];
const EVERY_MS = 5000;
const SOON_MS = 1000;

/** Dead letters, in the order of their replay. */
export function ParkedEvents() {
  const t = useTranslations('health');
  const describe = useDescribeError();
  const toast = useToast();
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => client.admin.parkedEvents(signal),
    refetchInterval: ({ state }) => (state.data?.items.some(({ isReplaying }) => isReplaying) ? SOON_MS : EVERY_MS),
  });
  const replay = async (event: ParkedEvent) => {
    try {
      await client.admin.replayParkedEvents(event);
      toast({ text: t('asked', { name: shortNameOf(event) }) });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: KEY });
  };
  const { items = [], total = 0, away = [] } = query.data ?? {};
  const first = new Set<string>();
  return (
    <AdminSection title={t('letters')} text={t('lettersText')}>
      {query.isPending && <Skeleton className="h-16 w-full" />}
      {query.isError && <p className="text-14 text-text-2">{describe(query.error)}</p>}
      {away.length > 0 && <p className="text-14 text-warning">{t('unknown', { names: away.join(', ') })}</p>}
      {query.isSuccess && total === 0 && away.length === 0 && (
        <p role="status" className="text-14 text-text-2">
          {t('none')}
        </p>
      )}
      {items.length > 0 && (
        <ul className="flex flex-col divide-y divide-line border-y border-line">
          {items.map((event) => {
            const stream = `${event.service} ${event.stream}`;
            const isFirst = !first.has(stream);
            first.add(stream);
            return (
              <ParkedRow
                key={`${event.service} ${event.eventId}`}
                event={event}
                onReplay={isFirst ? () => void replay(event) : undefined}
              />
            );
          })}
        </ul>
      )}
      {total > items.length && <p className="text-13 text-text-3">{t('more', { count: total - items.length })}</p>}
    </AdminSection>
  );
}

/** `onReplay` only of the first of a stream: those behind it go with it. */
function ParkedRow({ event, onReplay }: { event: ParkedEvent; onReplay: (() => void) | undefined }) {
  const t = useTranslations('health');
  const formats = useFormats();
  const name = shortNameOf(event);
  const state = () => {
    if (event.isReplaying) return t('replaying');
    if (event.attempts > 0)
      return t('attempts', { count: event.attempts, age: formats.age(event.lastFailureAt ?? event.parkedAt) });
    return onReplay ? t('untried') : t('waits');
  };
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-80">
        <p className="text-15 font-semibold">
          <bdi>{name}</bdi>
        </p>
        <p className="text-13 text-text-2">
          {t('from', { producer: event.producer, service: event.service })} · {state()}
        </p>
        <p className="mt-1 break-words font-mono text-13 text-text-2" dir="ltr">
          {event.reason}
        </p>
        <p className="break-all font-mono text-12 text-text-3" dir="ltr">
          {event.stream} · {event.eventId}
        </p>
      </div>
      {onReplay && (
        <Button
          variant="tonal"
          size="small"
          busy={event.isReplaying}
          onClick={onReplay}
          aria-label={t('replayNamed', { name })}
        >
          {t('replay')}
        </Button>
      )}
    </li>
  );
}

function shortNameOf({ type }: ParkedEvent): string {
  return type.split('.').at(-1) ?? type;
}
