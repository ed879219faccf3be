import type { Trim, VideoDetail } from '@kinora/sdk';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';
import { isShownAlready, type Part, partsOf, rangesOf } from './trim-edits.ts';
import { useProcessing } from './use-processing.ts';

const EVERY_MS = 1000;

/** The parts of a film that are kept, as they are edited here in times of the whole film, and what the server makes of them. */
export function useTrim(video: VideoDetail, trim: Trim) {
  const [history, setHistory] = useState<{ past: Part[][]; now: Part[] | null; next: Part[][] }>({
    past: [],
    now: null,
    next: [],
  });
  const { durationMs, frameMs } = trim;
  const parts = history.now ?? partsOf(trim.rangesMs);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['processing', video.id] });
  const save = useMutation({
    mutationFn: () => client.videos.setTrim(video.id, rangesOf(parts)),
    onSettled: refresh,
  });
  const restore = useMutation({ mutationFn: () => client.videos.restore(video.id), onSettled: refresh });
  const next = useProcessing(video.id)?.next ?? null;
  // What has failed or was given up may be asked for again.
  const asked = (save.isSuccess || restore.isSuccess) && next?.state !== 'failed';
  // Playback switches a moment after all of it is made: this page begins anew with what plays then.
  useEffect(() => {
    if (!asked) return;
    const timer = setInterval(() => void queryClient.invalidateQueries({ queryKey: ['video', video.id] }), EVERY_MS);
    return () => clearInterval(timer);
  }, [asked, video.id]);
  return {
    durationMs,
    frameMs,
    parts,
    next,
    save,
    restore,
    givenUp: () => {
      save.reset();
      restore.reset();
    },
    dirty: !isShownAlready(parts, trim.rangesMs) && !asked,
    canUndo: history.past.length > 0,
    canRedo: history.next.length > 0,
    /** @param joined the change goes on with the one before, such as one drag of a handle. */
    change: (changed: Part[], joined = false) => {
      if (changed === parts) return;
      save.reset();
      setHistory(({ past }) => ({ past: joined ? past : [...past, parts], now: changed, next: [] }));
    },
    undo: () =>
      setHistory(({ past, next }) => ({
        past: past.slice(0, -1),
        now: past.at(-1) ?? null,
        next: [parts, ...next],
      })),
    redo: () => setHistory(({ past, next }) => ({ past: [...past, parts], now: next[0] ?? null, next: next.slice(1) })),
  };
}

export type TrimEditing = ReturnType<typeof useTrim>;
