import { useSyncExternalStore } from 'react';

/** What the shell needs of the site; it comes with the page. */
export interface InstanceLooks {
  name: string;
  logoUrl: string | null;
  accentHue: number | null;
}

const DESIGNED: InstanceLooks = { name: 'Kinora', logoUrl: null, accentHue: null };

let looks: InstanceLooks = {
  ...DESIGNED,
  ...(JSON.parse(
    document.querySelector<HTMLMetaElement>('meta[name="kinora-instance"]')?.content || '{}',
  ) as Partial<InstanceLooks>),
};
const listeners = new Set<() => void>();

export const instanceLooks = {
  get: (): InstanceLooks => looks,
  /** An administrator sees at once what they chose. */
  set({ name, logoUrl, accentHue }: InstanceLooks): void {
    document.title = document.title.replace(looks.name, name);
    looks = { name, logoUrl, accentHue };
    dispatchEvent(new CustomEvent('kinora:accent', { detail: accentHue }));
    for (const listener of listeners) listener();
  },
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useInstanceLooks(): InstanceLooks {
  return useSyncExternalStore(subscribe, instanceLooks.get);
}
