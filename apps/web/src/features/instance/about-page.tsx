import { ErrorState, Skeleton } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useInstanceLooks } from '../../app/instance.ts';
import { useTitle } from '../../app/use-title.ts';
import { useInstance } from './queries.ts';
import { RichText } from './rich-text.tsx';

export function AboutPage() {
  const t = useTranslations('instance');
  const { name } = useInstanceLooks();
  return <SitePage title={t('aboutTitle', { name })} part="about" empty={t('aboutEmpty', { name })} />;
}

export function RulesPage() {
  const t = useTranslations('instance');
  return <SitePage title={t('rulesTitle')} part="rules" empty={t('rulesEmpty')} />;
}

function SitePage({ title, part, empty }: { title: string; part: 'about' | 'rules'; empty: string }) {
  const t = useTranslations('instance');
  const errors = useTranslations('errors');
  const describe = useDescribeError();
  const { logoUrl } = useInstanceLooks();
  const query = useInstance();
  useTitle(title);
  return (
    <article className="gutter mx-auto flex max-w-200 flex-col gap-6 pt-8 pb-20">
      <header className="flex items-center gap-4">
        {part === 'about' && logoUrl && <img src={logoUrl} alt="" className="size-16 rounded-md object-contain" />}
        <h1 className="display min-w-0 text-40 break-words max-phone:text-30">{title}</h1>
      </header>
      {query.isPending && <Skeleton className="h-40 w-full" />}
      {query.isError && <ErrorState title={errors('title')} text={describe(query.error)} />}
      {query.data &&
        (query.data[part] === '' ? <p className="text-text-2">{empty}</p> : <RichText source={query.data[part]} />)}
      <nav aria-label={t('pages')} className="flex gap-5 border-t border-line pt-5 text-14">
        <Link to={part === 'about' ? '/rules' : '/about'} className="text-link hover:underline">
          {part === 'about' ? t('rules') : t('about')}
        </Link>
      </nav>
    </article>
  );
}
