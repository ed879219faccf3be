import { Button } from '@kinora/ui';
import { GlobeHemisphereWestIcon } from '@phosphor-icons/react/dist/csr/GlobeHemisphereWest';
import { PencilSimpleIcon } from '@phosphor-icons/react/dist/csr/PencilSimple';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useChangeVideos } from './use-change-videos.ts';
import { useDeleteVideos } from './use-delete-video.ts';

const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialog.tsx')).BulkDialog }));

/** What can be done to all that are chosen; it stays in sight while the list is scrolled. */
export function BulkBar({ ids, onClear }: { ids: string[]; onClear: () => void }) {
  const t = useTranslations('content');
  const change = useChangeVideos();
  const remove = useDeleteVideos();
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const publish = async () => {
    setBusy(true);
    const all = await change(ids, { visibility: 'public' });
    setBusy(false);
    if (all) onClear();
  };
  return (
    <section
      aria-label={t('bulk')}
      className="sticky bottom-4 z-20 mt-4 flex flex-wrap items-center gap-2 rounded-md bg-float p-2.5 shadow-2 max-phone:bottom-20"
    >
      <p role="status" className="tabular px-2 text-14 font-semibold max-phone:w-full">
        {t('selected', { count: ids.length })}
      </p>
      <Button
        variant="ink"
        busy={busy}
        icon={<GlobeHemisphereWestIcon size={20} aria-hidden />}
        onClick={() => void publish()}
      >
        {t('publish')}
      </Button>
      <Button icon={<PencilSimpleIcon size={20} aria-hidden />} onClick={() => setEditing(true)}>
        {t('edit')}
      </Button>
      <Button
        icon={<TrashIcon size={20} aria-hidden />}
        onClick={() => {
          remove(ids);
          onClear();
        }}
      >
        {t('delete')}
      </Button>
      <Button variant="ghost" onClick={onClear}>
        {t('clear')}
      </Button>
      {editing && (
        <Suspense fallback={null}>
          <BulkDialog
            ids={ids}
            onClose={(changed) => {
              setEditing(false);
              if (changed) onClear();
            }}
          />
        </Suspense>
      )}
    </section>
  );
}
