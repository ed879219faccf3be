import type { CaptionTrack, VideoDetail } from '@kinora/sdk';
import { useToast } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { refetchVideo } from '../videos/queries.ts';
import { languageName } from './languages.ts';

const keyOf = (videoId: string) => ['captions', videoId];

export function useCaptions(videoId: string) {
  return useQuery({ queryKey: keyOf(videoId), queryFn: ({ signal }) => client.captions.list(videoId, signal) });
}

const TELL_MS = [0, 300, 700, 1500, 3000];

/** The list is read again, and the player's addresses once playback has heard of the change. */
export async function captionsChanged(videoId: string): Promise<void> {
  const before = queryClient.getQueryData<VideoDetail>(['video', videoId])?.playback?.captionsVersion;
  await queryClient.invalidateQueries({ queryKey: keyOf(videoId) });
  for (const ms of TELL_MS) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    if ((await refetchVideo(videoId)).playback?.captionsVersion !== before) return;
  }
}

/** Changes that show at once and are taken back when the server refuses. */
export function useCaptionActions(videoId: string) {
  const t = useTranslations('captions');
  const app = useTranslations('app');
  const locale = useLocale();
  const toast = useToast();
  const describe = useDescribeError();
  const show = (change: (tracks: CaptionTrack[]) => CaptionTrack[]) =>
    queryClient.setQueryData<CaptionTrack[]>(keyOf(videoId), (tracks) => tracks && change(tracks));
  const settle = () => void captionsChanged(videoId).catch(() => {});
  const refused = (error: unknown, text: (reason: string) => string) => {
    toast({ text: text(describe(error)), error: true });
    settle();
  };
  return {
    setDefault(track: CaptionTrack, isDefault: boolean) {
      show((tracks) =>
        tracks.map((each) => ({
          ...each,
          isDefault: each.language === track.language ? isDefault : isDefault ? false : each.isDefault,
        })),
      );
      client.captions.put(videoId, track.language, { isDefault, version: track.version }).then(
        (saved) => {
          show((tracks) => tracks.map((each) => (each.language === saved.language ? saved : each)));
          settle();
        },
        (error: unknown) => refused(error, (reason) => t('notSaved', { reason })),
      );
    },
    replace(track: CaptionTrack, file: File) {
      client.captions.put(videoId, track.language, { file, version: track.version }).then(
        () => {
          toast({ text: t('replaced', { language: languageName(track.language, locale) }) });
          settle();
        },
        (error: unknown) => refused(error, (reason) => t('notSaved', { reason })),
      );
    },
    /** As long as it can be taken back it is only hidden. */
    remove(track: CaptionTrack) {
      const language = languageName(track.language, locale);
      show((tracks) => tracks.filter((each) => each.language !== track.language));
      toast({
        text: t('deleted', { language }),
        action: { label: app('undo'), run: () => void queryClient.invalidateQueries({ queryKey: keyOf(videoId) }) },
        onGone: () =>
          void client.captions
            .delete(videoId, track.language)
            .then(settle, (error: unknown) => refused(error, (reason) => t('deleteFailed', { language, reason }))),
      });
    },
  };
}
