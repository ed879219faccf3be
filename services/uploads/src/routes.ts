import type { Route } from '@kinora/kernel';
import type { UploadsContext } from './context.ts';
import { completeDirectUpload } from './http/complete-direct-upload.ts';
import { createDirectUpload } from './http/create-direct-upload.ts';
import { createImport } from './http/create-import.ts';
import { createUploadResource } from './http/create-upload-resource.ts';
import { deleteAccountQuota } from './http/delete-account-quota.ts';
import { deleteUpload } from './http/delete-upload.ts';
import { describeUploadResource, describeUploads } from './http/describe-uploads.ts';
import { getDirectUpload } from './http/get-direct-upload.ts';
import { getImport } from './http/get-import.ts';
import { getMyStorage } from './http/get-my-storage.ts';
import { getStorage } from './http/get-storage.ts';
import { headUpload } from './http/head-upload.ts';
import { listAccountStorage } from './http/list-account-storage.ts';
import { listImports } from './http/list-imports.ts';
import { patchUpload } from './http/patch-upload.ts';
import { putAccountQuota } from './http/put-account-quota.ts';
import { putDefaultQuota } from './http/put-default-quota.ts';
import { putUploadIndex } from './http/put-upload-index.ts';
import { putUploadPart } from './http/put-upload-part.ts';
import { readUpload } from './http/read-upload.ts';
import { readUploadIndex } from './http/read-upload-index.ts';

/** All that uploads answers over HTTP. */
export const routes: Route<UploadsContext>[] = [
  completeDirectUpload,
  createDirectUpload,
  createImport,
  createUploadResource,
  deleteAccountQuota,
  deleteUpload,
  describeUploadResource,
  describeUploads,
  getDirectUpload,
  getImport,
  getMyStorage,
  getStorage,
  headUpload,
  listAccountStorage,
  listImports,
  patchUpload,
  putAccountQuota,
  putDefaultQuota,
  putUploadIndex,
  putUploadPart,
  readUpload,
  readUploadIndex,
];
