export type {
  AccountState,
  AccountStorage,
  Act,
  Invitation,
  InvitationAnswer,
  Job,
  ManagedAccount,
  ParkedEvent,
  ServiceHealth,
  Storage,
  Worker,
  WorkerToken,
} from './admin.ts';
export type { ApiErrorOptions, FieldError } from './api-error.ts';
export { ApiError, ConnectionError, retryAfterMs } from './api-error.ts';
export type { ApiToken, NewApiToken, Scope } from './api-tokens.ts';
export { apiTokenAuth } from './api-tokens.ts';
export type { AppKind, Authorization, ConnectedApp, GrantedScope, RegisteredApp } from './apps.ts';
export type { CaptionFields, CaptionFile, CaptionTrack, Chapter } from './captions.ts';
export type {
  Channel,
  ChannelChange,
  ChannelInvitation,
  ChannelLink,
  ChannelRef,
  ChannelTeam,
  MemberRole,
  MyChannel,
  PictureType,
} from './channels.ts';
export type { Client } from './client.ts';
export { createClient } from './client.ts';
export type {
  BlockedPerson,
  ChannelCommentFilter,
  Comment,
  CommentPage,
  CommentSettings,
  CommentSort,
  CommentState,
  ModeratedComment,
  ModerationAct,
  ModerationActName,
} from './comments.ts';
export type { AccountExport } from './exports.ts';
export type { Grant } from './grant.ts';
export type { HistoryEntry, WatchedPosition } from './history.ts';
export type {
  AccessToken,
  Account,
  AccountLanguage,
  ProfileChange,
  Registration,
  Role,
  Session,
  TokenPair,
} from './identity.ts';
export type { Instance, InstanceChange, InstanceSettings, RegistrationMode } from './instance.ts';
export { createLateClient } from './late-client.ts';
export type { LoginProvider, ManagedLoginProvider, MyLoginProvider, NewLoginProvider } from './login-providers.ts';
export type { MailSettings, MailState, OutboxMail } from './mail.ts';
export type { Page, PageRequest } from './page.ts';
export type { Passkey } from './passkeys.ts';
export type { Beacon, Quality, QualityFigures } from './playback.ts';
export type { NextEdition, Processing, ProcessingRendition, Stage, StepState } from './processing.ts';
export type { Reaction, VideoReactions } from './reactions.ts';
export type { RefreshTokenAuthOptions } from './refresh-token-auth.ts';
export { refreshTokenAuth } from './refresh-token-auth.ts';
export type { Report, ReportReason, ReportState } from './reports.ts';
export { isTransient, retryDelayMs } from './retry.ts';
export { SecondStepNeeded } from './second-step.ts';
export type { Proof, ProofPurpose, Security } from './security.ts';
export type { SendOptions, UploadSource } from './send-upload.ts';
export type { SessionAuthOptions } from './session-auth.ts';
export { sessionAuth } from './session-auth.ts';
export type { Bell, FollowedChannel, Subscription } from './subscriptions.ts';
export type { Tagged } from './tagged.ts';
export type { Auth, AuthFactory, Body, Fetch, TransportOptions } from './transport.ts';
export type { Trim } from './trim.ts';
export type { DirectUpload, Import, MyStorage, StorageUse } from './uploads.ts';
export type { Category, Licence, VideoDetails } from './video-details.ts';
export { CATEGORIES, LICENCES } from './video-details.ts';
export type {
  BulkChange,
  BulkResult,
  CardsChange,
  CreatedVideo,
  Download,
  Failure,
  MyVideo,
  MyVideoFilter,
  MyVideoSort,
  NewVideo,
  Playback,
  PlaybackRendition,
  PlaybackSound,
  Premiere,
  ProcessingSummary,
  VideoCard,
  VideoCardAt,
  VideoCards,
  VideoChange,
  VideoDetail,
  VideoEnd,
  VideoFilter,
  VideoSettings,
  VideoSort,
  VideoState,
  VideoTemplate,
  Visibility,
} from './video-types.ts';
export type { ListedPerson, ViewerList } from './viewer-lists.ts';
