import { useToast } from '@kinora/ui';
import { useNavigate } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { queryClient } from '../../app/queries.ts';
import { useAccount } from '../../app/use-session.ts';
import { usePublishingChannel } from '../channels/chosen-channel.ts';
import { type CaptionFile, pairCaptions } from './captions-beside.ts';
import { type Misfit, sortOut } from './fits.ts';
import { readStartFrom } from './start-from.ts';
import { looksLikeVideo } from './upload-file.ts';
import { type NewItems, type UploadItem, uploadQueue } from './upload-queue.ts';

export function useUploads(): UploadItem[] {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.get);
}

/** Takes files from wherever they come, says which cannot be taken, and shows the queue. */
export function useAddFiles(): (files: File[]) => void {
  const t = useTranslations('uploads');
  const toast = useToast();
  const account = useAccount();
  const channel = usePublishingChannel();
  const navigate = useNavigate();
  const formats = useFormats();
  return (files) => {
    if (!account) return;
    const { films, captions, alone } = pairCaptions(files);
    for (const { name } of alone) toast({ text: t('captionsAlone', { name }), error: true });
    const taken = films.filter((file) => {
      const problem =
        file.size === 0
          ? t('emptyFile', { name: file.name })
          : looksLikeVideo(file)
            ? null
            : t('notVideo', { name: file.name });
      if (problem) toast({ text: problem, error: true });
      return problem === null;
    });
    const of = { accountId: account.id, channelId: channel?.id ?? null, settings: readStartFrom()?.settings ?? null };
    if (taken.length > 0) void begin(taken, of, captions);
  };
  async function begin(files: File[], of: NewItems, captions: Map<File, CaptionFile[]>): Promise<void> {
    // Where the limits cannot be had the server says them, to each file before its first byte.
    const limits = await client.uploads.storage().catch(() => null);
    const { fitting, misfits } = limits ? sortOut(files, limits) : { fitting: files, misfits: [] };
    for (const misfit of misfits) toast({ text: misfitText(misfit), error: true });
    if (fitting.length === 0) return;
    uploadQueue.add(fitting, of, captions);
    await navigate({ to: '/upload' });
  }
  function misfitText(misfit: Misfit): string {
    const { name, size } = misfit.file;
    if (misfit.why === 'tooLarge')
      return t('tooLarge', { name, size: formats.bytes(size), most: formats.bytes(misfit.mostBytes) });
    return t('noRoom', { name, size: formats.bytes(size), left: formats.bytes(misfit.leftBytes) });
  }
}

/** Off the list at once, with a way back; what has arrived is deleted when the offer is over. */
export function useCancelUpload(): (item: UploadItem) => void {
  const t = useTranslations('uploads');
  const app = useTranslations('app');
  const toast = useToast();
  const describe = useDescribeError();
  return (item) => {
    const cancelled = uploadQueue.cancel(item.id);
    const commit = async () => {
      try {
        await cancelled.commit();
        await queryClient.invalidateQueries({ queryKey: ['my-videos'] });
      } catch (error) {
        toast({ text: describe(error), error: true });
      }
    };
    toast({
      text: t('cancelled', { name: item.fileName }),
      action: { label: app('undo'), run: cancelled.undo },
      onGone: () => void commit(),
    });
  };
}
