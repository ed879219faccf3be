import { Notice } from '@kinora/ui';
import { CopyIcon } from '@phosphor-icons/react/dist/csr/Copy';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';

/** Says where the same file is already; nothing is done about it. */
export function DuplicateNotice({ videoId }: { videoId: string }) {
  const t = useTranslations('uploads');
  const { data = [] } = useQuery({
    queryKey: ['video', videoId, 'duplicates'],
    queryFn: ({ signal }) => client.videos.duplicates(videoId, signal),
  });
  if (data.length === 0) return null;
  return (
    <Notice tone="warning" role="status" icon={<CopyIcon size={20} aria-hidden />}>
      <strong className="font-semibold">{t('duplicateTitle')}</strong>
      <ul>
        {data.map(({ id, title }) => (
          <li key={id} className="truncate">
            <Link to="/studio/videos/$videoId" params={{ videoId: id }} className="underline underline-offset-2">
              <bdi>{title}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
