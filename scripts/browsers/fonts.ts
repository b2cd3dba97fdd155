/** Debian's packages of what a page is rendered with; a bare machine has no font at all. */
export const FONTS = ['fonts-liberation', 'fonts-dejavu-core', 'fonts-noto-color-emoji'] as const
