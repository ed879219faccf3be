import { createHmac, timingSafeEqual } from 'node:crypto';

/** Binds requests to one attempt of one task: `taskId.attempt.mac`. It ends with the attempt, not with time. */
export interface TaskTokens {
  issue(taskId: string, attempt: number): string;
  verify(token: string | undefined): { taskId: string; attempt: number } | undefined;
}

export function createTaskTokens(secret: Uint8Array): TaskTokens {
  const mac = (text: string) => createHmac('sha256', secret).update(`kinora task ${text}`).digest();
  return {
    issue(taskId, attempt) {
      const text = `${taskId}.${attempt}`;
      return `${text}.${mac(text).toString('base64url')}`;
    },
    verify(token) {
      const match = /^([1-9A-HJ-NP-Za-km-z]{22})\.(\d{1,9})\.([\w-]{43})$/.exec(token ?? '');
      if (!match) return undefined;
      const [, taskId = '', attempt = '', signature = ''] = match;
      if (!timingSafeEqual(Buffer.from(signature, 'base64url'), mac(`${taskId}.${attempt}`))) return undefined;
      return { taskId, attempt: Number(attempt) };
    },
  };
}
