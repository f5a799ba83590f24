/** The largest pictures that are read. They are decoded and drawn in the page's own time and memory. */
export const PICTURE_LIMITS = {
  bytes: 32 * 2 ** 20,
  /** A drawing of a digit takes a few thousand. */
  svgBytes: 2 ** 20,
  /** 256 MB decoded; the largest that phones take by default has 50 million. */
  pixels: 64e6,
} as const;

export type PictureLimits = Readonly<Record<keyof typeof PICTURE_LIMITS, number>>;
