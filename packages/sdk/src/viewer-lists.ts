import type { Transport } from './transport.ts';

/** People who may watch videos of mine. */
export interface ViewerList {
  id: string;
  name: string;
  /** How many it names. */
  people: number;
  /** How many videos they may watch by it. */
  videos: number;
}

/** An e-mail address or a handle with its @, as it was given. */
export interface ListedPerson {
  id: string;
  name: string;
}

export function viewerListsApi(transport: Transport) {
  const root = '/me/viewer-lists';
  const path = (id: string) => `${root}/${encodeURIComponent(id)}`;
  return {
    /** By name. */
    async list(signal?: AbortSignal): Promise<ViewerList[]> {
      return (await transport.json<{ items: ViewerList[] }>(root, { signal })).items;
    },
    create(name: string): Promise<ViewerList> {
      return transport.json(root, { method: 'POST', json: { name } });
    },
    rename(id: string, name: string): Promise<ViewerList> {
      return transport.json(path(id), { method: 'PATCH', json: { name } });
    },
    /** The videos of its members become private. */
    async delete(id: string): Promise<void> {
      await transport.request(path(id), { method: 'DELETE' });
    },
    async people(id: string, signal?: AbortSignal): Promise<ListedPerson[]> {
      return (await transport.json<{ items: ListedPerson[] }>(`${path(id)}/people`, { signal })).items;
    },
    /** E-mail addresses and handles as they are pasted; `wrong` is what names nobody. */
    add(id: string, people: string): Promise<{ added: number; wrong: string[] }> {
      return transport.json(`${path(id)}/people`, { method: 'POST', json: { people } });
    },
    async remove(id: string, personId: string): Promise<void> {
      await transport.request(`${path(id)}/people/${encodeURIComponent(personId)}`, { method: 'DELETE' });
    },
  };
}
