import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { answerApp, FORM_BODY, fieldOf, oauthErrorSchema } from './app-request.ts';
import { endSession } from './end-session.ts';

export const revokeAppTokens = defineRoute({
  method: 'POST',
  path: '/api/v1/oauth/revocation',
  operationId: 'revokeAppTokens',
  summary: 'An app logs out by its refresh token (RFC 7009); what is not known, or not its own, is no error.',
  policy: 'own-token',
  rawBody: FORM_BODY,
  answers: { 200: null, 400: oauthErrorSchema, 401: oauthErrorSchema },
  handle(context: IdentityContext, { raw, reply }) {
    return answerApp(context, { raw, reply }, async (app, form) => {
      const found = await context.sessions.findByRefreshToken(fieldOf(form, 'token'));
      if (found && found.appId === app.id) await endSession(context, { ...found, reason: 'log-out' });
      return reply.code(200).send();
    });
  },
});
