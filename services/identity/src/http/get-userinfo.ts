import { defineRoute } from '@kinora/kernel';
import { userinfo } from './userinfo.ts';

export const getUserinfo = defineRoute({ ...userinfo, method: 'GET', operationId: 'getUserinfo' });
