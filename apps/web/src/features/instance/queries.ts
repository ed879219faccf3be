import type { Instance } from '@kinora/sdk';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { instanceLooks } from '../../app/instance.ts';
import { queryClient } from '../../app/queries.ts';

const KEY = ['instance'];

/** What this site is about, and who may come in. */
export function useInstance() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.instance.get(signal) });
}

export function instanceChanged(instance: Instance): void {
  queryClient.setQueryData(KEY, instance);
  instanceLooks.set(instance);
}
