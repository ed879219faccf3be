const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** As a person says it: `1.4 GB`. */
export function describeBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${UNITS[step]}`;
}

/** Why a file does not fit, and what helps. */
export function describeQuota(of: { usedBytes: number; quotaBytes: number; sizeBytes: number }): string {
  const left = Math.max(0, of.quotaBytes - of.usedBytes);
  return (
    `This file has ${describeBytes(of.sizeBytes)}, and ${describeBytes(left)} of your ${describeBytes(of.quotaBytes)} are left. ` +
    'Delete videos that you no longer need, or ask who runs this site for more.'
  );
}

/** Why a channel cannot be taken over with its videos, and what helps. */
export function describeHandOver(of: { usedBytes: number; quotaBytes: number; sizeBytes: number }): string {
  const left = Math.max(0, of.quotaBytes - of.usedBytes);
  return (
    `The videos of this channel take ${describeBytes(of.sizeBytes)}, and ${describeBytes(left)} of your ${describeBytes(of.quotaBytes)} are left. ` +
    'Delete videos that you no longer need, or ask who runs this site for more.'
  );
}

/** Why there is no room for a file that its sender may keep, and what helps. */
export function describeRoom(of: { sizeBytes: number; leftBytes: number }): string {
  const left = describeBytes(Math.max(0, of.leftBytes));
  return (
    `This file has ${describeBytes(of.sizeBytes)}, and the server has room for ${left} beside the uploads that are under way. ` +
    'Try again when they are through, or tell who runs this site.'
  );
}
