import { useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';

export const SECURITY_KEY = ['security'];

/** How the account logs in. */
export function useSecurity() {
  return useQuery({ queryKey: SECURITY_KEY, queryFn: ({ signal }) => client.security.get(signal) });
}
