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

export type InstanceChange = Partial<Omit<Instance, 'logoUrl'>>;

export function instanceApi(transport: Transport) {
  return {
    get(signal?: AbortSignal): Promise<Instance> {
      return transport.json('/instance', { signal, auth: 'none' });
    },
    /** The same for administrators, never from a cache. */
    settings(signal?: AbortSignal): Promise<Instance> {
      return transport.json('/admin/instance', { signal });
    },
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
