/** What must survive a reload, so that an upload can go on. The file itself cannot be kept. */
export interface UploadRecord {
  accountId: string;
  fingerprint: string;
  videoId: string;
  url: string;
  fileName: string;
  sizeBytes: number;
}

const KEY = 'kinora.uploads';

type KeyValue = Pick<Storage, 'getItem' | 'setItem'>;

export function readRecords(store: KeyValue): UploadRecord[] {
  try {
    const rows: unknown = JSON.parse(store.getItem(KEY) ?? '[]');
    return Array.isArray(rows) ? rows.filter(isRecord) : [];
  } catch {
    // Something else wrote there: nothing to go on with.
    return [];
  }
}

export function putRecord(store: KeyValue, record: UploadRecord): void {
  write(store, [...readRecords(store).filter((one) => one.videoId !== record.videoId), record]);
}

export function dropRecord(store: KeyValue, videoId: string): void {
  write(
    store,
    readRecords(store).filter((one) => one.videoId !== videoId),
  );
}

function write(store: KeyValue, records: UploadRecord[]): void {
  try {
    store.setItem(KEY, JSON.stringify(records));
  } catch {
    // Without storage an upload works as long as the page stays.
  }
}

function isRecord(row: unknown): row is UploadRecord {
  if (typeof row !== 'object' || row === null) return false;
  const { accountId, fingerprint, videoId, url, fileName, sizeBytes } = row as Record<string, unknown>;
  const texts = [accountId, fingerprint, videoId, url, fileName];
  return texts.every((text) => typeof text === 'string') && typeof sizeBytes === 'number';
}
