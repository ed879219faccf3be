import { CaptionError, parseCaptions } from '@kinora/media';
import { ApiError, type CaptionTrack } from '@kinora/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../app/client.ts';
import { isNotFound } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { type EditedCue, editedCues, problemOf, writeEdited } from './cue-edits.ts';
import { captionsChanged } from './use-captions.ts';

interface Loaded {
  cues: EditedCue[];
  /** Null: there are none yet, the first saving makes them. */
  version: number | null;
}

export interface CueEditing {
  cues: EditedCue[];
  dirty: boolean;
  saving: boolean;
  /** Saved since the last change. */
  saved: boolean;
  error: unknown;
  /** Somebody else has saved other ones meanwhile. */
  conflict: boolean;
  change(next: EditedCue[]): void;
  /** `mine` goes over what somebody else has saved. */
  save(over?: 'mine'): Promise<void>;
  /** Gives up what was changed here. */
  reload(): Promise<void>;
}

/** Captions of one language while they are edited: what was changed stays here until it is saved. */
export function useCues(options: { videoId: string; language: string; label?: string | undefined; first: boolean }) {
  const { videoId, language, label, first } = options;
  // Not below the key of the list: what is being edited is never read again unasked.
  const queryKey = ['caption-text', videoId, language];
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Loaded> => {
      try {
        const { text, version } = await client.captions.get(videoId, language, signal);
        return { cues: read(text), version };
      } catch (error) {
        if (error instanceof ApiError && error.code === 'videos.captions_not_found') return { cues: [], version: null };
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const [mine, setMine] = useState<EditedCue[] | null>(null);
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const loaded = query.data;

  const send = (cues: EditedCue[], over: boolean): Promise<CaptionTrack> => {
    const file = writeEdited(cues);
    const version = over ? 'any' : (loaded?.version ?? null);
    return version === null
      ? client.captions.create(videoId, { language, file, ...(label ? { label } : {}), isDefault: first })
      : client.captions.put(videoId, language, { file, version });
  };
  const editing: CueEditing = {
    cues: mine ?? loaded?.cues ?? [],
    dirty: mine !== null,
    saving,
    saved,
    error,
    conflict:
      error instanceof ApiError && (error.code === 'videos.captions_changed' || error.code === 'videos.captions_exist'),
    change(next) {
      setMine(next);
      setSaved(false);
    },
    async save(over) {
      if (mine === null || mine.some((cue) => problemOf(cue) !== null)) return;
      setSaving(true);
      setError(null);
      try {
        const track = await send(mine, over === 'mine');
        queryClient.setQueryData<Loaded>(queryKey, { cues: mine, version: track.version });
        // What was changed while it was sent is not saved yet.
        setMine((now) => (now === mine ? null : now));
        setSaved(true);
        void captionsChanged(videoId).catch(() => {});
      } catch (failure) {
        setError(failure);
      } finally {
        setSaving(false);
      }
    },
    async reload() {
      const { error: failure } = await query.refetch();
      setError(failure);
      if (failure === null) setMine(null);
    },
  };
  return { query, editing, missing: query.isError && isNotFound(query.error) };
}

/** What the server wrote is read again; were it not, there would be nothing to edit. */
function read(text: string): EditedCue[] {
  try {
    return editedCues(parseCaptions(text));
  } catch (error) {
    if (error instanceof CaptionError) return [];
    throw error;
  }
}
