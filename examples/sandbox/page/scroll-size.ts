/**
 * The size that the page reports: the size of its body.
 *
 * Up to 6.1 the body of an open dashboard is at least as high as its frame and hangs over it (see the style
 * sheet), so a frame that is made as high as the reported size grows for ever. After 6.1 it is as high as its
 * content.
 */

import { has } from './document'

export function scrollSize(): { readonly width: number; readonly height: number } {
  const { scrollWidth: width, scrollHeight: height } = document.body
  return { width, height }
}

if (!has('next')) document.documentElement.classList.add('hangs-over')
