import { useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';

const KEY = ['viewer-lists'];

/** Mine, by name. */
export function useViewerLists() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => client.viewerLists.list(signal),
    // How many videos are open to each is changed elsewhere.
    refetchOnMount: 'always',
  });
}

export function useListedPeople(listId: string) {
  return useQuery({
    queryKey: [...KEY, listId],
    queryFn: ({ signal }) => client.viewerLists.people(listId, signal),
  });
}

export function viewerListsChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: KEY });
}
