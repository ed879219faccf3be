import { defineErrors } from '@kinora/kernel';

export const videosErrors = defineErrors('videos', {
  not_found: { kind: 'not_found', message: 'There is no such video, or you may not see it.' },
  password_needed: { kind: 'forbidden', message: 'This video opens with a password.' },
  wrong_password: { kind: 'forbidden', message: 'This is not the password of the video.' },
  no_password: { kind: 'conflict', message: 'This video asks for no password. Load it again.' },
  too_many_attempts: {
    kind: 'too_many_requests',
    message: 'Too many wrong passwords came from here. Wait some minutes, then try again.',
  },
  password_missing: { kind: 'unprocessable', message: 'Choose the password that opens the video.' },
  password_unused: { kind: 'unprocessable', message: 'Only a video that opens with a password has one.' },
  list_missing: { kind: 'unprocessable', message: 'Choose the list whose members may watch.' },
  list_not_found: { kind: 'not_found', message: 'You have no such list.' },
  list_exists: { kind: 'conflict', message: 'You have a list of this name already. Choose another name.' },
  too_many_lists: { kind: 'conflict', message: 'Fifty lists are the most. Delete others first.' },
  too_many_people: {
    kind: 'conflict',
    message: 'A list may name 500 people, 100 handles of channels at once. Nobody was added.',
  },
  person_not_found: { kind: 'not_found', message: 'This person is not on the list.' },
  date_in_future: {
    kind: 'unprocessable',
    message: 'The date on which it was published elsewhere must not be in the future.',
  },
  time_is_past: { kind: 'unprocessable', message: 'Choose a time that is still to come.' },
  premiere_without_time: { kind: 'unprocessable', message: 'Choose the time at which the premiere begins.' },
  premiere_not_private: {
    kind: 'unprocessable',
    message: 'Only a private video has a premiere: nobody may have seen it before.',
  },
  premiere_was_public: { kind: 'conflict', message: 'This video was public before; it can have no premiere.' },
  too_many_tags: { kind: 'unprocessable', message: 'A video may have at most 20 tags. Take others away first.' },
  template_not_found: { kind: 'not_found', message: 'You have no such template.' },
  template_exists: { kind: 'conflict', message: 'You have a template of this name already. Choose another name.' },
  too_many_templates: { kind: 'conflict', message: 'Fifty templates are the most. Delete others first.' },
  channel_not_yours: { kind: 'forbidden', message: 'You may not publish in this channel.' },
  still_processing: {
    kind: 'conflict',
    message: 'This video is still being processed. Wait until it is ready, or delete it.',
  },
  replacement_running: {
    kind: 'conflict',
    message: 'Another file of this video is being processed already. Wait for it, or cancel it.',
  },
  nothing_to_cancel: { kind: 'not_found', message: 'No new version of this video is being made.' },
  changed_meanwhile: { kind: 'precondition_failed', message: 'The video was changed meanwhile. Load it again.' },
  card_leads_nowhere: {
    kind: 'unprocessable',
    message: 'A card or the end leads to a video that is not there, that you may not see, or to this one itself.',
  },
  captions_not_found: { kind: 'not_found', message: 'The video has no captions in this language.' },
  captions_exist: {
    kind: 'conflict',
    message: 'The video has captions in this language already. Change those, or delete them first.',
  },
  captions_changed: {
    kind: 'precondition_failed',
    message: 'These captions were changed meanwhile. Load them again, and make your changes once more.',
  },
  captions_version_needed: {
    kind: 'invalid',
    message: 'Say in If-Match which version of the captions you have changed.',
  },
  captions_unreadable: {
    kind: 'unprocessable',
    message: 'These are no captions: neither WebVTT nor SubRip. Export them in one of these forms.',
  },
  not_an_image: {
    kind: 'unprocessable',
    message: 'This file is no JPEG, PNG, WebP or AVIF picture, or it is too large.',
  },
  captions_empty: { kind: 'unprocessable', message: 'There is no text in these captions.' },
  captions_too_large: {
    kind: 'too_large',
    message: 'These captions are too large: 4 MB, 25,000 captions, and 2,000 characters in each are the most.',
  },
  captions_too_many: { kind: 'conflict', message: 'A video may have captions in 50 languages. Delete others first.' },
});
