import type { ChannelLink } from '@kinora/sdk';
import { useTranslations } from 'use-intl';

/** Elsewhere on the web; nobody vouches for what is there. */
export function ChannelLinks({ links }: { links: readonly ChannelLink[] }) {
  const t = useTranslations('channel');
  if (links.length === 0) return null;
  return (
    <ul aria-label={t('links')} className="flex flex-wrap gap-x-5 gap-y-1 text-15">
      {links.map(({ title, url }) => (
        <li key={`${title} ${url}`} className="min-w-0">
          <a href={url} rel="nofollow ugc noopener me" title={url} className="text-link break-words hover:underline">
            <bdi>{title}</bdi>
          </a>
        </li>
      ))}
    </ul>
  );
}
