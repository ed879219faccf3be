import { Button, EmptyState, ErrorState, Skeleton } from '@kinora/ui';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { NewViewerListDialog } from './new-viewer-list-dialog.tsx';
import { useViewerLists } from './queries.ts';
import { ViewerListSection } from './viewer-list-section.tsx';

/** Whom I have named, to let them watch what others may not. */
export function ViewersPage() {
  const t = useTranslations('viewers');
  const describe = useDescribeError();
  const query = useViewerLists();
  const [making, setMaking] = useState(false);
  useTitle(t('title'));
  const make = (
    <Button variant="ink" icon={<PlusIcon size={20} aria-hidden />} onClick={() => setMaking(true)}>
      {t('new')}
    </Button>
  );
  const lists = query.data;
  return (
    <div className="flex max-w-200 flex-col gap-6">
      <header className="flex flex-wrap items-center justify-between gap-4">
        <div className="min-w-0 flex-1 basis-60">
          <h1 className="text-24 font-semibold">{t('title')}</h1>
          <p className="mt-1 max-w-160 text-14 text-text-2">{t('text')}</p>
        </div>
        {lists && lists.length > 0 && make}
      </header>
      {query.isError && !lists && <ErrorState title={t('errorTitle')} text={describe(query.error)} />}
      {query.isPending && <Skeleton className="h-40" />}
      {lists?.length === 0 && <EmptyState title={t('emptyTitle')} text={t('emptyText')} action={make} />}
      {lists?.map((list) => (
        <ViewerListSection key={list.id} list={list} />
      ))}
      {making && <NewViewerListDialog onMade={() => {}} onClose={() => setMaking(false)} />}
    </div>
  );
}
