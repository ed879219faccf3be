import type { Import } from '@kinora/sdk';
import { ProgressBar } from '@kinora/ui';
import { LinkIcon } from '@phosphor-icons/react/dist/csr/Link';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useFormats } from '../../app/format.ts';

const MOVING_MS = 1000;
/** What was over before is in the list of videos. */
const RECENT_MS = 3_600_000;

/** Files that the server fetches, and those that came or failed just now. */
export function ImportList() {
  const t = useTranslations('imports');
  const { data } = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => client.uploads.imports({ limit: 50, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'waiting') ? MOVING_MS : false),
  });
  const shown = (data?.items ?? []).filter(
    ({ state, createdAt }) =>
      state === 'waiting' || (state !== 'cancelled' && Date.now() - Date.parse(createdAt) < RECENT_MS),
  );
  if (shown.length === 0) return null;
  return (
    <section aria-label={t('list')} className="mb-6">
      <h2 className="text-16 font-semibold">{t('list')}</h2>
      <ul className="mt-2 flex flex-col gap-1">
        {shown.map((one) => (
          <li key={one.id}>
            <ImportRow one={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ImportRow({ one }: { one: Import }) {
  const t = useTranslations('imports');
  const formats = useFormats();
  const share = one.receivedBytes / one.sizeBytes;
  const state = {
    waiting: t('fetching', { percent: formats.percent(share), size: formats.bytes(one.sizeBytes) }),
    done: t('done'),
    failed: t('failed'),
    cancelled: '',
  }[one.state];
  return (
    <div className="relative flex min-h-17 items-center gap-3.5 rounded-md p-2.5 hover:bg-surface-1">
      <div className="flex h-11 w-19.5 shrink-0 items-center justify-center rounded-sm bg-surface-3 text-text-3">
        <LinkIcon size={20} aria-hidden />
      </div>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3 max-phone:flex-col max-phone:items-stretch max-phone:gap-0">
          <Link
            to="/studio/videos/$videoId"
            params={{ videoId: one.videoId }}
            className="min-w-0 truncate rounded-xs text-14 font-semibold after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus"
          >
            <bdi>{one.fileName || one.url}</bdi>
          </Link>
          <span className="tabular shrink-0 text-13 text-text-2">{state}</span>
        </div>
        {one.failure ? (
          <p className="mt-1 text-13 text-text-2">{one.failure.message}</p>
        ) : (
          <ProgressBar
            className="mt-2"
            label={t('progress', { name: one.fileName || one.url })}
            value={share}
            tone={one.state === 'done' ? 'success' : 'accent'}
          />
        )}
      </div>
    </div>
  );
}
