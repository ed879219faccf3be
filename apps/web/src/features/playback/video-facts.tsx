import type { Licence, VideoDetail } from '@kinora/sdk';
import { Link } from '@tanstack/react-router';
import { useLocale, useTranslations } from 'use-intl';
import { languageName } from '../studio/languages.ts';

/** What its creator has said about a film: tags, category, language, licence. */
export function VideoFacts({ video }: { video: VideoDetail }) {
  const t = useTranslations('watch');
  const categories = useTranslations('categories');
  const licences = useTranslations('licences');
  const locale = useLocale();
  const licenceUrl = licenceAddress(video.licence);
  const licenceName = licences(video.licence);
  const link = 'rounded-xs text-link hover:underline';
  return (
    <>
      {video.tags.length > 0 && (
        <ul aria-label={t('tags')} className="mt-3 flex flex-wrap gap-2">
          {video.tags.map((tag) => (
            <li key={tag} className="flex max-w-full">
              <Link
                to="/tag/$tag"
                params={{ tag }}
                className="flex h-8 max-w-full items-center rounded-full bg-surface-2 px-3 text-13 text-text-2 hover:bg-surface-3"
              >
                <bdi className="truncate">{tag}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <dl className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-13 text-text-2 [&>div]:flex [&>div]:gap-1.5 [&_dt]:text-text-3">
        {video.category && (
          <div>
            <dt>{t('category')}</dt>
            <dd>
              <Link to="/category/$category" params={{ category: video.category }} className={link}>
                {categories(video.category)}
              </Link>
            </dd>
          </div>
        )}
        {video.language && (
          <div>
            <dt>{t('language')}</dt>
            <dd>{languageName(video.language, locale)}</dd>
          </div>
        )}
        <div>
          <dt>{t('licence')}</dt>
          <dd>
            {licenceUrl ? (
              <a href={licenceUrl} target="_blank" rel="license noopener noreferrer" className={link}>
                {licenceName}
              </a>
            ) : (
              licenceName
            )}
          </dd>
        </div>
      </dl>
    </>
  );
}

/** Null where nothing is allowed that would have to be read up. */
function licenceAddress(licence: Licence): string | null {
  if (licence === 'all-rights-reserved') return null;
  if (licence === 'cc0') return 'https://creativecommons.org/publicdomain/zero/1.0/';
  return `https://creativecommons.org/licenses/${licence.slice('cc-'.length)}/4.0/`;
}
