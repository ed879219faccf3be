import { defineErrors } from '@kinora/kernel';

export const uploadsErrors = defineErrors('uploads', {
  not_found: { kind: 'not_found', message: 'There is no such upload, or it is over.' },
  gone: { kind: 'gone', message: 'This upload was given up. Start it again.' },
  refused: { kind: 'gone', message: 'What has arrived of this file cannot be processed: the rest is not wanted.' },
  index_invalid: { kind: 'unprocessable', message: 'This is not the index of a film in this file.' },
  index_present: { kind: 'conflict', message: 'Another index was sent for this file before, or the file is whole.' },
  quota_exceeded: {
    kind: 'too_large',
    message: 'This file does not fit into what your account may keep. Delete videos that you no longer need.',
  },
  hand_over_too_large: {
    kind: 'conflict',
    message: 'What comes with this channel does not fit into what your account may keep.',
  },
  account_not_found: { kind: 'not_found', message: 'There is no such account.' },
  too_large: { kind: 'too_large', message: 'This file is larger than this Kinora accepts.' },
  length_invalid: { kind: 'invalid', message: 'Upload-Length must be the size of the file in bytes, at least 1.' },
  wrong_offset: { kind: 'conflict', message: 'The upload is at another offset. Ask for it with HEAD and go on there.' },
  body_too_long: {
    kind: 'too_large',
    message: 'More bytes were sent than the file was announced with. None of them count.',
  },
  version_unsupported: {
    kind: 'precondition_failed',
    message: 'Only version 1.0.0 of the tus protocol is spoken here.',
  },
  checksum_unsupported: {
    kind: 'invalid',
    message: 'Upload-Checksum must be sha1, sha256 or md5 with a Base64 value.',
  },
  metadata_invalid: { kind: 'invalid', message: 'Upload-Metadata could not be read.' },
  storage_full: {
    kind: 'storage_full',
    message: 'The storage is full. What has arrived is kept; go on when there is room.',
  },
  owner_changing: { kind: 'unavailable', message: 'The upload is changing hands. Try again in a moment.' },
  reader_unknown: { kind: 'unauthenticated', message: 'Only services that process files may read them.' },
  import_no_size: {
    kind: 'unprocessable',
    message: 'The server at this address does not say how large the file is. Download it and upload it from here.',
  },
  import_web_page: {
    kind: 'unprocessable',
    message: 'There is a web page at this address, and not a file. Give the address of the file itself.',
  },
  import_not_there: { kind: 'unprocessable', message: 'There is nothing at this address, or not for everybody.' },
  import_changed: {
    kind: 'unprocessable',
    message: 'The file at this address changed while it was read. Start again.',
  },
  import_interrupted: {
    kind: 'unprocessable',
    message: 'The server at this address stopped answering before all of the file was here.',
  },
  too_many_imports: {
    kind: 'too_many_requests',
    message: 'As many files as may be fetched at once are on their way. Wait for the first of them.',
  },
  signature_invalid: {
    kind: 'forbidden',
    message: 'This address was not signed for that, or has expired. Ask for it again.',
  },
  part_size_wrong: { kind: 'unprocessable', message: 'This part does not have the size that it was given.' },
  parts_missing: {
    kind: 'conflict',
    message: 'Not all parts are there, or some are others than you name. Ask which ones, and send the rest.',
  },
  already_running: { kind: 'conflict', message: 'This video has its file already.' },
});
