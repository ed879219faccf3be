import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { fromBinary } from '@bufbuild/protobuf';
import {
  UploadAbandonedSchema,
  UploadCompletedSchema,
  UploadStartedSchema,
} from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { newId, type Service } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { callingPeer, eventually, fakePeer, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import type { UploadsContext } from '../src/context.ts';
import { uploads } from '../src/index.ts';
import type { UploadsTables } from '../src/store/tables.ts';
import type { UploadRow } from '../src/store/uploads-store.ts';

export const MAX_BYTES = 8 * 2 ** 20;
const SCHEMAS = [UploadStartedSchema, UploadCompletedSchema, UploadAbandonedSchema];

export interface UploadsAlone extends ServiceAlone<UploadsContext> {
  database: Database<UploadsTables>;
  tus(token: string, method: string, path: string, options?: TusOptions): Promise<Response>;
  /** A new upload of so many bytes; answers its id. */
  create(token: string, bytes: number, headers?: Record<string, string>): Promise<string>;
  row(id: string): Promise<UploadRow>;
  told(uploadId: string): Promise<{ type: string; message: Record<string, unknown> }[]>;
  offsetOf(token: string, id: string): Promise<number>;
  /** A PATCH whose body the test sends by hand. */
  patchByHand(token: string, id: string, headers: Record<string, string>): HandPatch;
}

export interface TusOptions {
  headers?: Record<string, string>;
  body?: Uint8Array;
}

export interface HandPatch {
  request: ClientRequest;
  answer: Promise<IncomingMessage>;
}

/** @param definition a copy with something changed, or the service itself. */
export async function startUploads(
  environment: Record<string, string> = {},
  definition: Service = uploads,
): Promise<UploadsAlone> {
  const service = await startServiceAlone<UploadsContext>({
    service: definition,
    environment: { UPLOAD_MAX_BYTES: String(MAX_BYTES), ...environment },
    peers: [
      fakePeer('videos', VideosService, { authorizeUpload: ({ videoId }) => ({ videoId: videoId || newId() }) }),
      callingPeer('transcoding'),
    ],
  });
  const database = await service.engines.database.open<UploadsTables>({ service: 'uploads', maxConnections: 1 });
  const tusHeaders = (token: string, headers: Record<string, string> = {}) => ({
    authorization: `Bearer ${token}`,
    'tus-resumable': '1.0.0',
    ...headers,
  });
  const tus: UploadsAlone['tus'] = (token, method, path, { headers = {}, body } = {}) =>
    fetch(`${service.url}/api/v1/uploads${path}`, {
      method,
      headers: tusHeaders(token, {
        ...(body ? { 'content-type': 'application/offset+octet-stream' } : {}),
        ...headers,
      }),
      ...(body ? { body: body as Uint8Array<ArrayBuffer> } : {}),
    });
  return {
    ...service,
    database,
    tus,
    async create(token, bytes, headers = {}) {
      const answer = await tus(token, 'POST', '', { headers: { 'upload-length': String(bytes), ...headers } });
      const id = /^\/api\/v1\/uploads\/(.{22})$/.exec(answer.headers.get('location') ?? '')?.[1];
      assert.ok(answer.status === 201 && id, `no upload was made: ${answer.status}`);
      return id;
    },
    row: (id) => database.query.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    async told(uploadId) {
      const rows = await database.query
        .selectFrom('outbox')
        .select(['type', 'payload'])
        .where('aggregate_id', '=', uploadId)
        .orderBy('position')
        .execute();
      return rows.map(({ type, payload }) => {
        const schema = SCHEMAS.find(({ typeName }) => typeName === type);
        if (!schema) throw new Error(`Nobody expects ${type} of uploads.`);
        return { type: schema.name, message: { ...fromBinary(schema, payload) } };
      });
    },
    async offsetOf(token, id) {
      return Number((await tus(token, 'HEAD', `/${id}`)).headers.get('upload-offset') ?? Number.NaN);
    },
    patchByHand(token, id, headers) {
      const request = httpRequest(`${service.url}/api/v1/uploads/${id}`, {
        method: 'PATCH',
        headers: tusHeaders(token, { 'content-type': 'application/offset+octet-stream', ...headers }),
      });
      const answer = new Promise<IncomingMessage>((resolve, reject) => {
        request.once('response', (response) => resolve(response.resume()));
        request.once('error', reject);
      });
      // A cut connection is what some tests are about.
      answer.catch(() => {});
      return { request, answer };
    },
  };
}

/** Resolves when some process owns the upload: a request that writes has begun. */
export function owned(service: UploadsAlone, id: string): Promise<UploadRow> {
  return eventually('the upload has an owner', async () => {
    const row = await service.row(id);
    return row.owner_token > 0 && row;
  });
}

export const bytesOf = (length: number): Buffer => randomBytes(length);

/** The same object with some of its methods replaced. */
export function withChanges<T extends object>(target: T, changes: Partial<T>): T {
  return new Proxy(target, {
    get: (_target, name) => {
      if (name in changes) return Reflect.get(changes, name);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
