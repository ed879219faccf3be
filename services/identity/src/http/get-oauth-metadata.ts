import { defineRoute } from '@kinora/kernel';
import { providerMetadata } from './provider-metadata.ts';

export const getOauthMetadata = defineRoute({
  ...providerMetadata,
  path: '/.well-known/oauth-authorization-server',
  operationId: 'getOauthMetadata',
});
