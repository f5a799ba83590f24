/** From here on down the page's thread, the engine's and the browser's own get into each other's way. */
const FEW = 4;

/** `cores` as browsers tell them; where they don't, it is taken for few. */
export function fewCores(cores: number | undefined = globalThis.navigator?.hardwareConcurrency): boolean {
  return (cores ?? FEW) <= FEW;
}
