import { useToast } from '@kinora/ui';
import { useNavigate } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { useAccount } from '../../app/use-session.ts';
import { useStudioChannel } from '../channels/chosen-channel.ts';
import { looksLikeVideo } from './upload-file.ts';
import { type UploadItem, uploadQueue } from './upload-queue.ts';

export function useUploads(): UploadItem[] {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.get);
}

/** Takes files from wherever they come, says which cannot be taken, and shows the queue. */
export function useAddFiles(): (files: File[]) => void {
  const t = useTranslations('uploads');
  const toast = useToast();
  const account = useAccount();
  const channel = useStudioChannel();
  const navigate = useNavigate();
  return (files) => {
    if (!account) return;
    const taken = files.filter((file) => {
      const problem =
        file.size === 0
          ? t('emptyFile', { name: file.name })
          : looksLikeVideo(file)
            ? null
            : t('notVideo', { name: file.name });
      if (problem) toast({ text: problem, error: true });
      return problem === null;
    });
    if (taken.length === 0) return;
    uploadQueue.add(taken, { accountId: account.id, channelId: channel?.id ?? null });
    void navigate({ to: '/upload' });
  };
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
