import { useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';

export const MY_APPS_KEY = ['my-apps'];

/** Apps that somebody has let in. */
export function useMyApps() {
  return useQuery({ queryKey: MY_APPS_KEY, queryFn: ({ signal }) => client.apps.mine(signal) });
}
