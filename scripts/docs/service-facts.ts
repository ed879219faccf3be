import type { Service } from '@kinora/kernel';
import { services } from '@kinora/server';

/** What a definition says about a service, in the words of the pages. */
export interface ServiceFacts {
  name: string;
  owns: string;
  /** `GET /api/v1/videos/:id`, in the order of paths. */
  routes: { method: string; path: string; summary: string; policy: string }[];
  rpc: { name: string; callers: string[] }[];
  emits: string[];
  listens: string[];
  calls: string[];
}

export function serviceFacts(all: readonly Service[] = services): ServiceFacts[] {
  return all.map((service) => ({
    name: service.name,
    owns: service.owns,
    routes: service.routes
      .map(({ method, path, summary, policy }) => ({ method, path, summary, policy }))
      .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method)),
    rpc: (service.provides?.methods ?? []).map(({ name, callers }) => ({ name, callers: [...callers] })),
    emits: service.emits.map((event) => event.name),
    listens: service.listens.map(({ event }) => event.name),
    // A service's address in its own list is how it verifies tokens like any other.
    calls: Object.keys(service.calls).filter((peer) => peer !== service.name),
  }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
