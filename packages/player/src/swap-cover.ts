/** Lays the picture of this moment over the video, so that replacing its source is not seen. */
export class SwapCover {
  readonly #canvas: HTMLCanvasElement;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  show(video: HTMLVideoElement): void {
    if (video.videoWidth === 0) return;
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    this.#canvas.width = video.videoWidth;
    this.#canvas.height = video.videoHeight;
    context.drawImage(video, 0, 0);
    this.#canvas.style.visibility = 'visible';
  }

  hide(): void {
    this.#canvas.style.visibility = 'hidden';
  }
}
