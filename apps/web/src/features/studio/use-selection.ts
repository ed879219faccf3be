import { useRef, useState } from 'react';

export interface Selection {
  ids: ReadonlySet<string>;
  /** With `range`, all between the one that was chosen before and this one become as this one. */
  toggle: (id: string, range: boolean) => void;
  set: (ids: Iterable<string>) => void;
}

/** Which of a list's items are chosen, in the order in which they are shown. */
export function useSelection(shown: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  return {
    ids,
    toggle: (id, range) => {
      const on = !ids.has(id);
      const from = range && last.current !== null ? shown.indexOf(last.current) : -1;
      const to = shown.indexOf(id);
      last.current = id;
      const touched = from === -1 ? [id] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
      const next = new Set(ids);
      for (const one of touched) {
        if (on) next.add(one);
        else next.delete(one);
      }
      setIds(next);
    },
    set: (chosen) => {
      last.current = null;
      setIds(new Set(chosen));
    },
  };
}
