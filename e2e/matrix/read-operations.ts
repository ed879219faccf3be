import type { TestPlatform } from '@kinora/testing';
import type { JsonSchema } from './sample-of.ts';

export type OperationPolicy = 'public' | 'account' | 'creator' | 'moderator' | 'admin' | 'own-token';

/** An operation as the OpenAPI document of the running edge tells of it. */
export interface Operation {
  method: string;
  /** With `{name}` for what stands for an object. */
  path: string;
  operationId: string;
  policy: OperationPolicy;
  /** Any one of these opens it to a token of somebody. */
  scopes: string[];
  /** Names in the path. */
  params: string[];
  /** Media type and schema of the body, where it takes one. */
  body: { type: string; schema: JsonSchema } | undefined;
  /** Of the query, those that must be there. */
  query: { name: string; schema: JsonSchema }[];
  /** What it may answer. */
  statuses: number[];
}

interface Described {
  operationId: string;
  'x-policy'?: OperationPolicy;
  'x-scopes'?: string[];
  parameters?: { in: string; name: string; required?: boolean; schema: JsonSchema }[];
  responses: Record<string, unknown>;
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

export async function readOperations(platform: TestPlatform): Promise<Operation[]> {
  const document = (await (await fetch(`${platform.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Described>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const {
        operationId,
        'x-policy': policy,
        'x-scopes': scopes = [],
        parameters = [],
        requestBody,
        responses,
      } = described;
      if (!policy) throw new Error(`${operationId} does not say who may use it.`);
      const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
      return {
        method: method.toUpperCase(),
        path,
        operationId,
        policy,
        scopes,
        params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
        body: type && content ? { type, schema: content.schema } : undefined,
        query: parameters.filter((parameter) => parameter.in === 'query' && parameter.required),
        statuses: Object.keys(responses).map(Number),
      };
    }),
  );
}
