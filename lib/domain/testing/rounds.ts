/** rounds is how often a fault is tried: `full` under `npm run test:faults`, `few` in `npm test`. */
export function rounds(few: number, full: number): number {
  return process.env.TUPELO_FAULTS === "full" ? full : few;
}
