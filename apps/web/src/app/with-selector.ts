import { useRef, useSyncExternalStore } from 'react';

/**
 * The selector variant of the hook, over React's own; a library asks for it from a package for old versions of React.
 * The last selection is kept while it is equal, so that equal values do not render again.
 */
export function useSyncExternalStoreWithSelector<Snapshot, Selection>(
  subscribe: (listener: () => void) => () => void,
  getSnapshot: () => Snapshot,
  _getServerSnapshot: (() => Snapshot) | null | undefined,
  selector: (snapshot: Snapshot) => Selection,
  isEqual?: (a: Selection, b: Selection) => boolean,
): Selection {
  const last = useRef<{ snapshot: Snapshot; selector: typeof selector; selection: Selection } | null>(null);
  return useSyncExternalStore(subscribe, () => {
    const snapshot = getSnapshot();
    const before = last.current;
    if (before && Object.is(before.snapshot, snapshot) && before.selector === selector) return before.selection;
    const next = selector(snapshot);
    const selection = before && (isEqual ?? Object.is)(before.selection, next) ? before.selection : next;
    last.current = { snapshot, selector, selection };
    return selection;
  });
}
