/** What is what, for whoever opens the archive years later. */
export function exportReadme(options: {
  site: string;
  url: string;
  email: string;
  withFilms: boolean;
  at: Date;
}): string {
  const { site, url, email, withFilms, at } = options;
  return `Everything of ${email} on ${site} (${url}), as it was on ${at.toISOString()}.

account.json            profile, settings, and how this account logs in; no passwords or keys
channels/channels.json  your channels; their pictures lie beside it, by the channel's id
videos/ID/video.json    a video: title, description, chapters, who may see it, how often it was watched
videos/ID/captions-*    its captions (WebVTT), by language
videos/ID/upload-*.json a file that you uploaded for it, and its SHA-256
${withFilms ? 'videos/ID/upload-*      the file itself, as you uploaded it, where the site still has it\nvideos/ID/film.mp4      where it has not: what was made of it, in the best quality' : 'Files that you uploaded are not in here: ask for an archive with your films to have them.'}
watched.json            which films you watched in the last two days; older notes are not kept

JSON files are UTF-8. Times are UTC, durations are milliseconds.
`;
}
