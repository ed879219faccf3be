import { useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';

const KEY = ['video-templates'];

/** Settings that are kept for the next videos, by name. */
export function useTemplates() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.videos.templates(signal) });
}

export function templatesChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: KEY });
}
