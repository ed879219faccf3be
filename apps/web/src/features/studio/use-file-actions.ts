import { useMutation } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';
import { replacingFiles } from './replacing-files.ts';

/** What can be done about the file of a video, and how that went. */
export function useFileActions(videoId: string) {
  const files = useSyncExternalStore(replacingFiles.subscribe, replacingFiles.get);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['processing', videoId] });
  const reprocess = useMutation({ mutationFn: () => client.videos.reprocess(videoId), onSettled: refresh });
  const cancel = useMutation({
    mutationFn: async () => {
      replacingFiles.stop(videoId);
      await client.videos.cancelNextEdition(videoId);
    },
    onSettled: refresh,
  });
  return {
    /** What this page sends, if it does. */
    sending: files.get(videoId) ?? null,
    error: reprocess.error ?? cancel.error,
    busy: reprocess.isPending || cancel.isPending,
    replace: (file: File) => {
      reprocess.reset();
      cancel.reset();
      void replacingFiles.send(videoId, file);
    },
    reprocess: () => reprocess.mutate(),
    cancel: (done?: () => void) => cancel.mutate(undefined, { onSuccess: () => done?.() }),
  };
}
