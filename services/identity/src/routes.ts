import type { Route } from '@kinora/kernel';
import type { IdentityContext } from './context.ts';
import { addApp } from './http/add-app.ts';
import { addLoginProvider } from './http/add-login-provider.ts';
import { addPasskey } from './http/add-passkey.ts';
import { answerAuthorization } from './http/answer-authorization.ts';
import { askPasskey } from './http/ask-passkey.ts';
import { askProof } from './http/ask-proof.ts';
import { changeEmail } from './http/change-email.ts';
import { changePassword } from './http/change-password.ts';
import { confirmTotp } from './http/confirm-totp.ts';
import { createAccount } from './http/create-account.ts';
import { createApiToken } from './http/create-api-token.ts';
import { createExport } from './http/create-export.ts';
import { createExportLink } from './http/create-export-link.ts';
import { createInvitations } from './http/create-invitations.ts';
import { createSession } from './http/create-session.ts';
import { createSessionByPasskey } from './http/create-session-by-passkey.ts';
import { decideRegistration } from './http/decide-registration.ts';
import { deleteAccount } from './http/delete-account.ts';
import { deleteApiToken } from './http/delete-api-token.ts';
import { deleteCurrentSession } from './http/delete-current-session.ts';
import { deleteInstanceLogo } from './http/delete-instance-logo.ts';
import { deleteInvitation } from './http/delete-invitation.ts';
import { deleteMailSettings } from './http/delete-mail-settings.ts';
import { deleteMyAvatar } from './http/delete-my-avatar.ts';
import { deleteOtherSessions } from './http/delete-other-sessions.ts';
import { deleteSession } from './http/delete-session.ts';
import { describeAuthorization } from './http/describe-authorization.ts';
import { downloadExport } from './http/download-export.ts';
import { endMyApp } from './http/end-my-app.ts';
import { finishDeviceTokens } from './http/finish-device-tokens.ts';
import { finishSession } from './http/finish-session.ts';
import { getAccountAvatar } from './http/get-account-avatar.ts';
import { getExport } from './http/get-export.ts';
import { getInstance } from './http/get-instance.ts';
import { getInstanceLogo } from './http/get-instance-logo.ts';
import { getInstanceSettings } from './http/get-instance-settings.ts';
import { getJwksDocument } from './http/get-jwks-document.ts';
import { getMailSettings } from './http/get-mail-settings.ts';
import { getMe } from './http/get-me.ts';
import { getOauthMetadata } from './http/get-oauth-metadata.ts';
import { getOpenidConfiguration } from './http/get-openid-configuration.ts';
import { getSecurity } from './http/get-security.ts';
import { getSetup } from './http/get-setup.ts';
import { getUserinfo } from './http/get-userinfo.ts';
import { issueAccessToken } from './http/issue-access-token.ts';
import { issueAppTokens } from './http/issue-app-tokens.ts';
import { issueDeviceTokens } from './http/issue-device-tokens.ts';
import { leave } from './http/leave.ts';
import { listAccounts } from './http/list-accounts.ts';
import { listApiTokens } from './http/list-api-tokens.ts';
import { listApps } from './http/list-apps.ts';
import { listAuditLog } from './http/list-audit-log.ts';
import { listInvitations } from './http/list-invitations.ts';
import { listLoginProviders } from './http/list-login-providers.ts';
import { listMails } from './http/list-mails.ts';
import { listManagedLoginProviders } from './http/list-managed-login-providers.ts';
import { listMyApps } from './http/list-my-apps.ts';
import { listMyLoginProviders } from './http/list-my-login-providers.ts';
import { listPasskeys } from './http/list-passkeys.ts';
import { listSessions } from './http/list-sessions.ts';
import { lookUpInvitation } from './http/look-up-invitation.ts';
import { offerPasskey } from './http/offer-passkey.ts';
import { offerTotp } from './http/offer-totp.ts';
import { postUserinfo } from './http/post-userinfo.ts';
import { putInstanceLogo } from './http/put-instance-logo.ts';
import { putMailSettings } from './http/put-mail-settings.ts';
import { putMyAvatar } from './http/put-my-avatar.ts';
import { readMail } from './http/read-mail.ts';
import { refreshDeviceTokens } from './http/refresh-device-tokens.ts';
import { removeApp } from './http/remove-app.ts';
import { removeLoginProvider } from './http/remove-login-provider.ts';
import { removePasskey } from './http/remove-passkey.ts';
import { removeTotp } from './http/remove-totp.ts';
import { renewRecoveryCodes } from './http/renew-recovery-codes.ts';
import { requestPasswordReset } from './http/request-password-reset.ts';
import { resetPassword } from './http/reset-password.ts';
import { restoreAccount } from './http/restore-account.ts';
import { retryMail } from './http/retry-mail.ts';
import { returnFromProvider } from './http/return-from-provider.ts';
import { revokeAppTokens } from './http/revoke-app-tokens.ts';
import { revokeDeviceTokens } from './http/revoke-device-tokens.ts';
import { sendTestMail } from './http/send-test-mail.ts';
import { sendVerification } from './http/send-verification.ts';
import { startProviderLink } from './http/start-provider-link.ts';
import { startProviderLogIn } from './http/start-provider-log-in.ts';
import { stay } from './http/stay.ts';
import { suspendAccount } from './http/suspend-account.ts';
import { unlinkLoginProvider } from './http/unlink-login-provider.ts';
import { updateAccount } from './http/update-account.ts';
import { updateInstance } from './http/update-instance.ts';
import { updateMe } from './http/update-me.ts';
import { verifyEmail } from './http/verify-email.ts';

/** All that identity answers over HTTP. */
export const routes: Route<IdentityContext>[] = [
  addApp,
  addLoginProvider,
  addPasskey,
  answerAuthorization,
  askPasskey,
  askProof,
  changeEmail,
  changePassword,
  confirmTotp,
  createAccount,
  createApiToken,
  createExport,
  createExportLink,
  createInvitations,
  createSession,
  createSessionByPasskey,
  decideRegistration,
  deleteAccount,
  deleteApiToken,
  deleteCurrentSession,
  deleteInstanceLogo,
  deleteInvitation,
  deleteMailSettings,
  deleteMyAvatar,
  deleteOtherSessions,
  deleteSession,
  downloadExport,
  describeAuthorization,
  endMyApp,
  finishDeviceTokens,
  finishSession,
  getAccountAvatar,
  getExport,
  getInstance,
  getInstanceLogo,
  getInstanceSettings,
  getJwksDocument,
  getMailSettings,
  getMe,
  getOauthMetadata,
  getOpenidConfiguration,
  getSecurity,
  getSetup,
  getUserinfo,
  issueAccessToken,
  issueAppTokens,
  issueDeviceTokens,
  leave,
  listAccounts,
  listApiTokens,
  listApps,
  listAuditLog,
  listInvitations,
  listLoginProviders,
  listMails,
  listManagedLoginProviders,
  listMyApps,
  listMyLoginProviders,
  listPasskeys,
  listSessions,
  lookUpInvitation,
  offerPasskey,
  offerTotp,
  postUserinfo,
  putInstanceLogo,
  putMailSettings,
  putMyAvatar,
  readMail,
  refreshDeviceTokens,
  removeApp,
  removeLoginProvider,
  removePasskey,
  removeTotp,
  renewRecoveryCodes,
  requestPasswordReset,
  resetPassword,
  restoreAccount,
  retryMail,
  returnFromProvider,
  revokeAppTokens,
  revokeDeviceTokens,
  sendTestMail,
  sendVerification,
  startProviderLink,
  startProviderLogIn,
  stay,
  suspendAccount,
  unlinkLoginProvider,
  updateAccount,
  updateInstance,
  updateMe,
  verifyEmail,
];
