/** Limits of the images that the page reads: it decodes them on its own thread. */
export const PICTURE_LIMITS = {
  bytes: 32 * 2 ** 20,
  /** An SVG of a digit has a few thousand. */
  svgBytes: 2 ** 20,
  /** 256 MB decoded. Phones' default photos have up to 50 million pixels. */
  pixels: 64e6,
} as const;

export type PictureLimits = Readonly<Record<keyof typeof PICTURE_LIMITS, number>>;

/** Longer sides are scaled down to this before a picture is read. A digit of a twentieth of it is still read. */
export const PICTURE_SIDE = 512;
/** Shorter ones are scaled up: in fewer pixels paper and ink cannot be told apart. */
export const LEAST_PICTURE_SIDE = 28;
