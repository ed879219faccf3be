import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { encodeLogo } from '../domain/logo-image.ts';
import { identityErrors } from '../errors.ts';
import { actorOf } from '../store/audit-log.ts';
import { instanceSchema, presentInstance } from './instance-schemas.ts';

export const putInstanceLogo = defineRoute({
  method: 'PUT',
  path: '/api/v1/admin/instance/logo',
  operationId: 'putInstanceLogo',
  summary: 'Give this site a logo (JPEG, PNG or WebP, at most 5 MB).',
  policy: 'admin',
  scopes: ['admin'],
  rawBody: { types: ['image/jpeg', 'image/png', 'image/webp'], as: 'buffer' },
  bodyLimitBytes: 5_000_000,
  answers: { 200: instanceSchema },
  errors: ['identity.not_an_image', 'kernel.body_too_large'],
  async handle(context: IdentityContext, { raw, caller, address }) {
    if (!(raw.body instanceof Uint8Array)) throw identityErrors.not_an_image();
    const logo = await encodeLogo(raw.body);
    return presentInstance(await context.instance.setLogo(logo, actorOf({ caller, address })));
  },
});
