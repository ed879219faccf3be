import { defineRoute } from '@kinora/kernel';
import { providerMetadata } from './provider-metadata.ts';

export const getOpenidConfiguration = defineRoute({
  ...providerMetadata,
  path: '/.well-known/openid-configuration',
  operationId: 'getOpenidConfiguration',
});
