import { useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';

export const MY_PROVIDERS_KEY = ['my-login-providers'];

export function useMyProviders() {
  return useQuery({ queryKey: MY_PROVIDERS_KEY, queryFn: ({ signal }) => client.loginProviders.mine(signal) });
}
