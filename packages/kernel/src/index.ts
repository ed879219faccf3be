export { type AppConfig, appConfigSchema, peerVariables } from './app/app-config.ts';
export { PeerMissing } from './app/peers.ts';
export { readSecret } from './app/secrets.ts';
export {
  type App,
  configSections,
  type Engines,
  makeRouteTable,
  type StartAppOptions,
  startApp,
} from './app/start-app.ts';
export { ACT_NAMES, type Act, type ActName, actsOf, type RecordAct } from './audit/acts.ts';
export * from './auth/access-tokens.ts';
export { API_TOKEN_PREFIX } from './auth/api-tokens.ts';
export { REVOCATIONS_CHANNEL } from './auth/revocations.ts';
export * from './auth/scopes.ts';
export { ensureServiceKeys } from './auth/service-tokens.ts';
export { callerOf, type ViewerFields, viewerOf } from './auth/viewer.ts';
export { ConfigError, type ConfigSection, type Environment, readConfig } from './config/read-config.ts';
export { AppError, defineErrors, type ErrorDefinition, type ErrorKind, kernelErrors } from './errors/app-error.ts';
export { HTTP_STATUS, toAppError, toProblem } from './errors/problem.ts';
export { type Consumer, defineConsumer, PermanentFailure, type ReceivedEvent } from './events/define-consumer.ts';
export type { Aggregate, Outbox } from './events/outbox.ts';
export { type Cursors, createCursors } from './http/cursor.ts';
export { defineRoute, type Policy, type Route, type RouteRequest } from './http/define-route.ts';
export { etagOf, hasAlready, withEtag } from './http/etag.ts';
export { type HotAnswer, HotAnswers, sendHot } from './http/hot-answers.ts';
export { forgetAnswersFor } from './http/idempotency.ts';
export { passOn } from './http/pass-on.ts';
export { type Id, idToUuid, newId, newUuid, parseId, uuidToId } from './ids/ids.ts';
export { Bell } from './lifecycle/bell.ts';
export { BlobSweep, type BlobSweepOptions } from './lifecycle/blob-sweep.ts';
export { type Loop, startLoop } from './lifecycle/loop.ts';
export { createLog, type Log, type LogLevel } from './log/log.ts';
export { asFetch } from './outbound/as-fetch.ts';
export {
  createOutboundClient,
  type OutboundAnswer,
  type OutboundClient,
  type OutboundOptions,
} from './outbound/outbound-client.ts';
export { parseNetworks } from './outbound/public-address.ts';
export { defineRpc, type RpcCall, type RpcMethod } from './rpc/define-rpc.ts';
export {
  type AppSettings,
  type Clock,
  defineService,
  type RouteTableEntry,
  type RunningService,
  type Service,
  type ServiceDefinition,
  type ServiceParts,
} from './service/define-service.ts';
export type { KernelTables } from './store/kernel-tables.ts';
export { type Lease, LeaseHolder } from './store/lease.ts';
export { readMigrations } from './store/read-migrations.ts';
export { WriteGroups } from './store/write-groups.ts';
export { CRASH_POINTS, type CrashPoint, crashPoint } from './testing/crash-points.ts';
