export { type AuditReport, auditPlatform } from './audit-platform.ts';
export { type CapturedTerminal, captureTerminal } from './capture-terminal.ts';
export { eventually } from './eventually.ts';
export { ffprobe, firstSoundSeconds, type ProbedStream } from './ffprobe.ts';
export { type FilmShape, filmSha256, makeFilm } from './films.ts';
export { makePicture, makeSound } from './make-picture.ts';
export { type Mutant, mutantOf, type Patch } from './mutant.ts';
export { followToCallback } from './oidc/follow-to-callback.ts';
export { type OidcProvider, type ProviderPerson, startOidcProvider } from './oidc/oidc-provider.ts';
export { type Shape, startPlatform, type TestPlatform } from './platform.ts';
export { type PublishedHls, readPublishedHls } from './published-hls.ts';
export { readZip } from './read-zip.ts';
export { type CookieJar, cookieFetch } from './seed/cookie-fetch.ts';
export { type Person, registerAccount } from './seed/register-account.ts';
export { seedVideos } from './seed/seed-videos.ts';
export {
  sendFilm,
  startVideo,
  type UploadedFilm,
  type UploadFilmOptions,
  uploadFilm,
  waitForState,
} from './seed/upload-film.ts';
export { callingPeer, fakePeer, type ServiceAlone, startServiceAlone } from './service-alone.ts';
export { type SettleOptions, settle } from './settle.ts';
export { type ArrivedMail, type SmtpServer, startSmtpServer } from './smtp/smtp-server.ts';
export { TEST_CERTIFICATE } from './smtp/test-certificate.ts';
export { makeSource, PATCH, SOURCE_FILMS, type SourceFilm } from './source-films.ts';
export { TestAuthenticator } from './test-authenticator.ts';
export { openTestDatabase, type TestDatabase } from './test-database.ts';
export { withAdmin } from './with-admin.ts';
