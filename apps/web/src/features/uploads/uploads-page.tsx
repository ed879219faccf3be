import { Button, classNames, EmptyState } from '@kinora/ui';
import { LinkIcon } from '@phosphor-icons/react/dist/csr/Link';
import { UploadSimpleIcon } from '@phosphor-icons/react/dist/csr/UploadSimple';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useFormats } from '../../app/format.ts';
import { useAccount, useMayPublish } from '../../app/use-session.ts';
import { useTitle } from '../../app/use-title.ts';
import { ProveAddress, useUnproven } from '../identity/prove-address.tsx';
import { StorageMeter } from '../storage/storage-meter.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { ImportList } from './import-list.tsx';
import { StartFromField } from './start-from-field.tsx';
import { ACCEPT_TOGETHER } from './upload-file.ts';
import { type UploadItem, uploadQueue } from './upload-queue.ts';
import { UploadRow } from './upload-row.tsx';
import { useAddFiles, useUploads } from './use-uploads.ts';
import { VideoDetails } from './video-details.tsx';

export function UploadsPage() {
  const mayPublish = useMayPublish();
  const unproven = useUnproven();
  if (!mayPublish) return <NoUploads />;
  return unproven ? <ProveAddress account={unproven} /> : <Uploads />;
}

function NoUploads() {
  const t = useTranslations('uploads');
  useTitle(t('title'));
  return <EmptyState heading="h1" title={t('viewerTitle')} text={t('viewerText')} />;
}

function Uploads() {
  const t = useTranslations('uploads');
  const imports = useTranslations('imports');
  const [importing, setImporting] = useState(false);
  /** A form begins again with what was put on its video. */
  const [applied, setApplied] = useState(0);
  const items = useUploads();
  const account = useAccount();
  const { video } = useSearch({ from: '/studio/upload' });
  const navigate = useNavigate();
  const add = useAddFiles();
  const input = useRef<HTMLInputElement>(null);
  useTitle(t('title'));
  useEffect(() => {
    if (account) void uploadQueue.restore(account.id);
  }, [account]);

  const selected = items.find((item) => item.videoId !== null && item.videoId === video) ?? items[0] ?? null;
  const choose = () => input.current?.click();
  return (
    <>
      <header className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-2 pb-4">
        <h1 className="text-24 font-semibold">{t('title')}</h1>
        <Running items={items} />
        <div className="flex-1" />
        <StorageMeter moved={items.map(({ status, videoId }) => `${videoId} ${status}`).join()} />
        <Button variant="tonal" icon={<LinkIcon size={20} aria-hidden />} onClick={() => setImporting(true)}>
          {imports('open')}
        </Button>
        {items.length > 0 && (
          <Button variant="ink" icon={<UploadSimpleIcon size={20} aria-hidden />} onClick={choose}>
            {t('add')}
          </Button>
        )}
      </header>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
      <ImportList />
      <StartFromField items={items} onApplied={() => setApplied(applied + 1)} />
      <input
        ref={input}
        type="file"
        accept={ACCEPT_TOGETHER}
        multiple
        aria-label={t('choose')}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {items.length === 0 ? (
        <EmptyDrop onChoose={choose} />
      ) : (
        <>
          <ul
            aria-label={t('queue')}
            className={classNames('grid gap-x-4 gap-y-1', items.length > 1 && 'side:grid-cols-2')}
          >
            {items.map((item) => (
              <li key={item.id} className="min-w-0">
                <UploadRow
                  item={item}
                  selected={items.length > 1 && item === selected}
                  onSelect={() =>
                    void navigate({ to: '/upload', search: { video: item.videoId ?? undefined }, replace: true })
                  }
                />
              </li>
            ))}
          </ul>
          {selected && (
            <div className="mt-4 border-t border-line pt-6">
              <VideoDetails key={`${selected.id} ${applied}`} item={selected} />
            </div>
          )}
        </>
      )}
    </>
  );
}

function Running({ items }: { items: UploadItem[] }) {
  const t = useTranslations('uploads');
  const formats = useFormats();
  const running = items.filter((item) => item.status === 'uploading');
  if (running.length === 0) return null;
  const speed = running.reduce((sum, item) => sum + (item.bytesPerSecond ?? 0), 0);
  return (
    <p className="tabular text-14 text-text-2">
      {t('running', { count: running.length, speed: formats.bytes(speed) })}
    </p>
  );
}

function Limit() {
  const t = useTranslations('uploads');
  const formats = useFormats();
  const { data } = useQuery({ queryKey: ['my-storage'], queryFn: ({ signal }) => client.uploads.storage(signal) });
  return <p className="h-5 text-13 text-text-3">{data && t('limit', { size: formats.bytes(data.maxFileBytes) })}</p>;
}

function EmptyDrop({ onChoose }: { onChoose: () => void }) {
  const t = useTranslations('uploads');
  return (
    <section className="flex min-h-[min(480px,60dvh)] flex-col items-center justify-center gap-3 rounded-lg border-2 border-dashed border-line-ctl px-6 py-16 text-center">
      <UploadSimpleIcon size={48} className="text-text-3" aria-hidden />
      <h2 className="text-18 font-semibold">{t('dropTitle')}</h2>
      <p className="max-w-120 text-15 text-text-2">{t('dropText')}</p>
      <Limit />
      <Button variant="ink" className="mt-3" onClick={onChoose}>
        {t('choose')}
      </Button>
    </section>
  );
}
