import type { KeptRanges } from '@kinora/media';
import type { NextEdition, Processing, Tagged, Trim, VideoDetail } from '@kinora/sdk';
import { useEffect, useRef, useState } from 'react';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';
import { isShownAlready, partsOf } from './trim-edits.ts';
import { isWithin } from './trim-history.ts';

const EVERY_MS = 1000;

interface Watched {
  video: VideoDetail;
  trim: Trim;
  /** What this page has asked for and what does not play yet. */
  sent: KeptRanges | undefined;
  next: NextEdition | null;
  /** What was asked for was cancelled, here or in another window. */
  onGivenUp: () => void;
}

/**
 * Playback switches a moment after all of an edition is made. Whoever made it, the video is asked for again until it does,
 * or until the server says that the parts are those that play: then it was given up.
 */
export function useSwitch(watched: Watched): void {
  const { video, sent, next } = watched;
  const edition = video.playback?.edition;
  const isMaking = next !== null && next.state !== 'failed';
  const [made, setMade] = useState<string | undefined>();
  if (isMaking && made !== edition) setMade(edition);
  const isAwaited = !isMaking && next === null && (sent !== undefined || (made !== undefined && made === edition));
  const latest = useRef(watched);
  latest.current = watched;
  useEffect(() => {
    if (!isAwaited) return;
    const left = new AbortController();
    const look = async () => {
      await queryClient.invalidateQueries({ queryKey: ['video', video.id] });
      // The parts of an edition that has just begun to play may have been asked for too early.
      const failed = { queryKey: ['trim', video.id], predicate: isInError };
      await queryClient.invalidateQueries(failed);
      // The last answer may be older than what was sent: nothing is given up that is being made.
      const processing = ['processing', video.id];
      await queryClient.invalidateQueries({ queryKey: processing }, { throwOnError: true });
      if (left.signal.aborted || queryClient.getQueryData<Tagged<Processing>>(processing)?.value?.next) return;
      const { rangesMs } = await client.videos.trim(video.id, left.signal);
      const { trim, sent: sentByNow, onGivenUp } = latest.current;
      // It was answered before what is waited for by now was sent.
      if (left.signal.aborted || sentByNow !== sent) return;
      const shown = trim.rangesMs;
      // Less than a picture is moved to the same one: the next edition shows what this one does.
      const isNoChange = sent !== undefined && isWithin(shown, sent, trim.frameMs);
      if (!isShownAlready(partsOf(rangesMs), shown) || isNoChange) return;
      setMade(undefined);
      // What another window had asked for is nothing that this one waits for.
      if (sent) onGivenUp();
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lookAgain = async () => {
      // A request that fails is made again a second later.
      await look().catch(() => {});
      if (!left.signal.aborted) timer = setTimeout(() => void lookAgain(), EVERY_MS);
    };
    void lookAgain();
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [isAwaited, video.id, sent]);
}

function isInError(query: { state: { status: string } }): boolean {
  return query.state.status === 'error';
}
