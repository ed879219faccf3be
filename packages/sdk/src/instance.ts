import type { Transport } from './transport.ts';

/** How people come to have an account. */
export type RegistrationMode = 'open' | 'approval' | 'closed';

export interface Instance {
  name: string;
  logoUrl: string | null;
  /** Hue of the accent in degrees; null as designed. */
  accentHue: number | null;
  /** Markdown, of which pages show a small part. */
  about: string;
  rules: string;
  registration: RegistrationMode;
  /** Whether creators prove their address before they upload. */
  verifyToUpload: boolean;
}

/** As administrators see it. */
export interface InstanceSettings extends Instance {
  /** Where links in mail lead; `isFixed` by PUBLIC_URL. */
  links: { address: string; isFixed: boolean };
}

export type InstanceChange = Partial<Omit<Instance, 'logoUrl'>>;

export function instanceApi(transport: Transport) {
  return {
    get(signal?: AbortSignal): Promise<Instance> {
      return transport.json('/instance', { signal, auth: 'none' });
    },
    /** What time it is there, in milliseconds since 1970. */
    async time(signal?: AbortSignal): Promise<number> {
      const { now } = await transport.json<{ now: string }>('/clock', { signal, auth: 'none' });
      return Date.parse(now);
    },
    /** The same for administrators, never from a cache. */
    settings(signal?: AbortSignal): Promise<InstanceSettings> {
      return transport.json('/admin/instance', { signal });
    },
    /** Without a change it still notes where the caller found this site: links in mail lead there. */
    update(change: InstanceChange): Promise<Instance> {
      return transport.json('/admin/instance', { method: 'PATCH', json: change });
    },
    /** JPEG, PNG or WebP, at most 5 MB. */
    setLogo(picture: Blob): Promise<Instance> {
      return transport.json('/admin/instance/logo', {
        method: 'PUT',
        body: picture,
        headers: { 'content-type': picture.type },
      });
    },
    removeLogo(): Promise<Instance> {
      return transport.json('/admin/instance/logo', { method: 'DELETE' });
    },
  };
}
