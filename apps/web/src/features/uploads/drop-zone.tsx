import { UploadSimpleIcon } from '@phosphor-icons/react/dist/csr/UploadSimple';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAccount } from '../../app/use-session.ts';
import { useAddFiles } from './use-uploads.ts';

/** Files may be dropped anywhere on the page. */
export function DropZone() {
  const t = useTranslations('uploads');
  const account = useAccount();
  const add = useAddFiles();
  // It is mounted by the first drag, which is over the page already.
  const [over, setOver] = useState(true);
  const latest = useRef(add);
  latest.current = add;
  const enabled = account !== null;
  useEffect(() => {
    if (!enabled) return;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (hasFiles(event)) setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Without a related target the pointer left the window, not one element for another.
      if (hasFiles(event) && event.relatedTarget === null) setOver(false);
    };
    const hover = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      latest.current([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener('dragenter', enter);
    document.addEventListener('dragleave', leave);
    document.addEventListener('dragover', hover);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragenter', enter);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('dragover', hover);
      document.removeEventListener('drop', drop);
    };
  }, [enabled]);
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 bg-overlay p-6">
      <div className="flex size-full flex-col items-center justify-center gap-3 rounded-lg border-2 border-dashed border-chip-text text-chip-text">
        <UploadSimpleIcon size={48} aria-hidden />
        <p className="text-24 font-semibold">{t('dropRelease')}</p>
      </div>
    </div>
  );
}
