import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { logoPath } from '../domain/logo-path.ts';

export const getSite = defineRpc({
  method: IdentityService.method.getSite,
  callers: ['gateway'],
  async handle(context: IdentityContext) {
    const row = await context.instance.get();
    const hue = row.accent_hue;
    return { name: row.name, logoPath: logoPath(row) ?? '', ...(hue === null ? {} : { accentHue: hue }) };
  },
});
