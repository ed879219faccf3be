import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id parameters: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A hash of nothing anybody knows, so that an unknown address takes as long as a known one. */
const DECOY = await hash(crypto.randomUUID(), PARAMETERS);
const COMMON = ['password', 'passwort', 'qwertyuiop', 'letmein', 'iloveyou', 'administrator', '1234567890', 'kinora'];

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const right = await verify(stored ?? DECOY, password);
  return right && stored !== undefined;
}

/** Length counts, not classes of characters (NIST SP 800-63B §5.1.1.2); common words alone are refused. */
export function isAcceptablePassword(password: string): boolean {
  if (password.length < 10 || password.length > 200) return false;
  const bare = password.toLowerCase().replace(/[\d\W_]+$/g, '');
  return !COMMON.includes(bare) && !COMMON.includes(password.toLowerCase()) && new Set(password).size >= 4;
}
