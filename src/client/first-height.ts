/** The height before the height of the content is known. */
const FIRST_HEIGHT = '600px'

/**
 * Gives a mount point the height that the app wants, or a first height until the content has its own.
 *
 * @param isEmpty whether nothing else gives the mount point a height
 */
export function setFirstHeight(
  mountPoint: HTMLElement,
  height: string | number = 'content',
  isEmpty = !mountPoint.clientHeight,
): void {
  if (height !== 'content') mountPoint.style.height = cssLength(height)
  else if (isEmpty) mountPoint.style.height = FIRST_HEIGHT
}

/** A number, also as a text, is in pixels. */
export const cssLength = (height: string | number) =>
  Number.isNaN(Number(height)) ? `${height}` : `${height}px`
