/** Every word that the player says; whoever shows it brings them in the person's language. */
export interface PlayerLabels {
  player: string;
  play: string;
  pause: string;
  replay: string;
  next: string;
  mute: string;
  unmute: string;
  volume: string;
  seek: string;
  seekValue: (now: string, total: string) => string;
  speed: string;
  normalSpeed: string;
  quality: string;
  automatic: string;
  sound: string;
  soundAlone: string;
  captions: string;
  captionsOff: string;
  pictureInPicture: string;
  theatre: string;
  leaveTheatre: string;
  fullScreen: string;
  leaveFullScreen: string;
  shortcuts: string;
  close: string;
  /** What is pointed out while the film plays. */
  card: string;
  hideCard: string;
  endScreen: string;
  growing: string;
  waitingForPart: (time: string) => string;
  waitingAtEdge: string;
  stopWaiting: string;
  uploadStopped: string;
  problem: { offline: string; server: string; gone: string; unplayable: string };
  tryAgain: string;
  keys: { keys: string; does: string }[];
}
