import type { KeptRanges } from '@kinora/media';
import type { Trim, VideoDetail } from '@kinora/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';
import { isShownAlready, type Part, partsOf, rangesOf } from './trim-edits.ts';
import { followShown, isResultOf, type TrimHistory, UNEDITED } from './trim-history.ts';
import { useProcessing } from './use-processing.ts';
import { useSwitch } from './use-switch.ts';

interface Asked {
  ranges: [number, number][];
  /** Which played then. */
  edition: string | undefined;
}

/** The edition that the parts here belong to, and whose save has made it play. */
interface Followed {
  edition: string | undefined;
  shown: KeptRanges;
  after: 'mine' | 'another' | null;
}

/**
 * What is here and nowhere else: `newer` goes beyond what is being made of an earlier save. `saving`: the server has it or
 * is about to. `idle`: nothing was changed.
 */
type SavedState = 'idle' | 'unsaved' | 'newer' | 'saving' | 'saved';

/**
 * The parts of a film that are kept, as they are edited here in times of the whole film, and what the server makes of them.
 * Edits outlive the edition that plays: a save that ends, here or in another window, takes none of them away.
 */
export function useTrim(video: VideoDetail, trim: Trim) {
  const edition = video.playback?.edition;
  const { durationMs, frameMs } = trim;
  const shown = trim.rangesMs;
  const [history, setHistory] = useState<TrimHistory>(UNEDITED);
  const [follows, setFollows] = useState<Followed>({ edition, shown, after: null });
  const save = useMutation({
    mutationFn: ({ ranges }: Asked) =>
      isAll(ranges, durationMs) ? client.videos.restore(video.id) : client.videos.setTrim(video.id, ranges),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['processing', video.id] }),
  });
  const asked = save.isError ? null : (save.variables ?? null);
  if (follows.edition !== edition) {
    const sent = asked?.edition === follows.edition ? (asked?.ranges ?? null) : null;
    setFollows({ edition, shown, after: sent && isResultOf(shown, sent, frameMs) ? 'mine' : 'another' });
    setHistory(followShown(history, { before: follows.shown, sent, shown, frameMs }));
  }

  const next = useProcessing(video.id)?.next ?? null;
  const isMaking = next !== null && next.state !== 'failed';
  // What has failed or was given up may be asked for again.
  const sent = save.isSuccess && next?.state !== 'failed' && asked?.edition === edition ? asked?.ranges : undefined;
  useSwitch({ video, trim, sent, next, onGivenUp: save.reset });
  const parts = history.now ?? partsOf(shown);
  const ranges = rangesOf(parts);
  const isSent = sent !== undefined && isShownAlready(parts, sent);
  const isOnItsWay = isSent || (save.isPending && isShownAlready(parts, save.variables.ranges));
  const dirty = sent ? !isSent : !isShownAlready(parts, shown);
  const state: SavedState = isOnItsWay
    ? 'saving'
    : dirty
      ? sent || save.isPending
        ? 'newer'
        : 'unsaved'
      : follows.after === 'mine'
        ? 'saved'
        : 'idle';

  const change = (changed: Part[], joined = false) => {
    if (changed === parts) return;
    if (save.isError) save.reset();
    setHistory(({ past }) => ({ past: joined ? past : [...past, parts], now: changed, next: [] }));
  };
  return {
    durationMs,
    frameMs,
    parts,
    next,
    isMaking,
    state,
    isSending: save.isPending,
    error: save.isError && save.variables.edition === edition ? save.error : null,
    dirty,
    /** Other parts than those that were edited here play by now. */
    changedElsewhere: follows.after === 'another' && state === 'unsaved',
    save: () => save.mutate({ ranges, edition }),
    /** All of the film; what was edited before can be had again. */
    restore: () => {
      const all: Part[] = [{ id: 0, startMs: 0, endMs: durationMs }];
      change(all);
      save.mutate({ ranges: rangesOf(all), edition });
    },
    takeShown: () => change(partsOf(shown)),
    givenUp: save.reset,
    canUndo: history.past.length > 0,
    canRedo: history.next.length > 0,
    /** @param joined the change goes on with the one before, such as one drag of a handle. */
    change,
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

function isAll(ranges: KeptRanges, durationMs: number): boolean {
  const [first] = ranges;
  return ranges.length === 1 && first?.[0] === 0 && first[1] === durationMs;
}
