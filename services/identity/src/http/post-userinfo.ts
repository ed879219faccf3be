import { defineRoute } from '@kinora/kernel';
import { userinfo } from './userinfo.ts';

export const postUserinfo = defineRoute({ ...userinfo, method: 'POST', operationId: 'postUserinfo' });
